using Microsoft.Data.Sqlite;

namespace StatefulScheduler.Persistence;

/// <summary>Looks at a SQLite file without changing it, and says in words what is wrong with one.</summary>
public sealed class SqliteFile
{

    // Checked whole when it takes no noticeable time; damage in a larger file shows when its pages are read.
    private const long SmallFile = 64 << 20;

    private SqliteFile(string path, int applicationId, IReadOnlyList<string> tables)
    {
        FullPath = path;
        ApplicationId = applicationId;
        Tables = tables;
    }

    /// <summary>Gets where it is.</summary>
    public string FullPath { get; }

    /// <summary>Gets the number by which a program marks its files; 0: not marked.</summary>
    public int ApplicationId { get; }

    /// <summary>Gets the names of the tables in it.</summary>
    public IReadOnlyList<string> Tables { get; }

    /// <summary>Looks at a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="thoroughly">Whether every page of a file of up to 64 MiB is checked; otherwise only what is read anyway.</param>
    /// <returns>What was seen; <see langword="null"/> when there is no file yet, or an empty one.</returns>
    /// <exception cref="DatabaseException">The file is no SQLite database, damaged, or cannot be read.</exception>
    public static SqliteFile? Look(string path, bool thoroughly = true)
    {
        if (Length(path) is not { } length)
            return null;

        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
            connection.Open();
            if (thoroughly && length <= SmallFile && Read(connection, "PRAGMA quick_check(1)", reader => reader.GetString(0)) is [not "ok" and var damage, ..])
                throw Damaged(path, damage, null);
            var applicationId = Read(connection, "PRAGMA application_id", reader => reader.GetInt32(0))[0];
            return new SqliteFile(path, applicationId, Read(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite@_%' ESCAPE '@' ORDER BY name", reader => reader.GetString(0)));
        }
        catch (SqliteException exception)
        {
            throw Explain(path, exception);
        }
    }

    /// <summary>Puts what SQLite reported into words.</summary>
    /// <param name="path">The file.</param>
    /// <param name="exception">What SQLite reported.</param>
    /// <returns>An exception that says what happened, why, and what to do.</returns>
    public static DatabaseException Explain(string path, SqliteException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.SqliteErrorCode switch
        {
            SQLitePCL.raw.SQLITE_CORRUPT => Damaged(path, exception.Message, exception),
            SQLitePCL.raw.SQLITE_NOTADB => NotSqlite(path, exception),
            SQLitePCL.raw.SQLITE_FULL => new(path, "the disk is full, or the file has reached its greatest size. What was committed before is safe; what was asked for now was not stored. Make room; no restart is needed.", exception),
            SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => new(path, "another program holds the file and did not let go in time. Nothing was changed. Close that program (an open SQLite shell, a backup), or give it longer.", exception),
            SQLitePCL.raw.SQLITE_READONLY => new(path, "the file, or its folder, cannot be written. Nothing was changed. Give this program's user the right to write both.", exception),
            SQLitePCL.raw.SQLITE_CANTOPEN => new(path, "the file cannot be opened. Check that its folder exists and that this program's user may read and write there.", exception),
            SQLitePCL.raw.SQLITE_IOERR => new(path, $"the disk reported an error: {exception.Message} Check the disk and the system's log.", exception),
            _ => new(path, exception.Message, exception),
        };
    }

    // By its directory entry alone. Opening the file here and closing it again would drop the locks that SQLite holds on it in this process.
    // Null: nothing there yet.
    private static long? Length(string path)
    {
        var file = new FileInfo(path);
        if (file.Directory is { Exists: false } folder)
            throw new DatabaseException(path, $"the folder '{folder.FullName}' does not exist. Create it, or correct the path.");
        if (Directory.Exists(path))
            throw new DatabaseException(path, "this is a folder, not a file. Name a file in it.");
        return file is { Exists: true, Length: > 0 } ? file.Length : null;
    }

    private static List<T> Read<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    private static DatabaseException NotSqlite(string path, Exception? inner) =>
        new(path, "the file is no SQLite database. It was not touched. Choose another path, or move the file away.", inner);

    private static DatabaseException Damaged(string path, string damage, Exception? inner) =>
        new(path, $"the file is damaged ({damage}). It was not touched. Restore a backup; to save what can be read, run 'sqlite3 {Path.GetFileName(path)} .recover' into a new file.", inner);
}
