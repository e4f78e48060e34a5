using Microsoft.Data.Sqlite;

namespace StatefulScheduler.Benchmarks.Schedulers;

// Database files on a real disk, one folder for each run of the program.
internal static class SqliteFiles
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("sts-bench-").FullName;
    private static int made;

    static SqliteFiles() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

    public static string New(string name) => Path.Combine(Folder, $"{name}-{Interlocked.Increment(ref made)}.db");

    public static string ConnectionString(string file) => new SqliteConnectionStringBuilder { DataSource = file }.ConnectionString;

    public static void UseWal(string file) => Scalar(file, "PRAGMA journal_mode = WAL");

    public static object? Scalar(string file, string sql)
    {
        using var connection = new SqliteConnection(ConnectionString(file));
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this program.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
