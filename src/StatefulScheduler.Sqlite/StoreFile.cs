using Microsoft.Data.Sqlite;
using StatefulScheduler.Persistence;

namespace StatefulScheduler.Sqlite;

// What is done to the file as a whole.
internal static class StoreFile
{
    // Reads only. A file that is not ours, damaged, or made by a newer program stays as it is.
    public static async ValueTask CheckAsync(string file, bool thoroughly, CancellationToken cancellationToken)
    {
        if (SqliteFile.Look(file, thoroughly) is not { } seen)
            return;
        if (seen.ApplicationId != SqliteSchema.ApplicationId && (seen.ApplicationId != 0 || seen.Tables.Count > 0))
        {
            throw new DatabaseException(
                file,
                $"the file is a SQLite database of another program (application id {seen.ApplicationId}{(seen.Tables.Count > 0 ? $", tables {string.Join(", ", seen.Tables.Take(5))}" : string.Empty)}). It was not touched. Give the store a file of its own.");
        }

        if (seen.Tables.Count == 0)
            return;

        var connection = Reading(file);
        await using (connection.ConfigureAwait(false))
            await SqliteSchema.Migrations.CheckAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    public static string WhoOwns(string file, TimeSpan waited)
    {
        var holder = "another process";
        try
        {
            using var connection = Reading(file);
            using var statement = new Statement(connection, "SELECT node, machine, process FROM store_owner");
            if (statement.Start().Step())
                holder = $"node '{statement.Text(0)}' (process {statement.Int64(2)} on {statement.Text(1)})";
            statement.Reset();
        }
        catch (SqliteException)
        {
            // The owner is only just making the file: it is held all the same.
        }

        return $"the file is held by {holder}, and still was after {waited.TotalSeconds:0.#} s. One process owns a SQLite store. Stop that process, wait longer (SqliteStoreOptions.OwnerWait), give this scheduler a file of its own, or use a store for many machines.";
    }

    // Empties the write-ahead log into the file, so that the schema, and at a close everything, stands in the file itself.
    public static void Checkpoint(SqliteConnection connection)
    {
        using var statement = new Statement(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        statement.Start().Run();
    }

    // The writer touches a page of its own for each job: SQLite's 2 MiB of cache would read them again and again. Taken only as it is needed.
    public static void Tune(SqliteConnection connection)
    {
        using var statement = new Statement(connection, "PRAGMA cache_size = -65536");
        statement.Start().Run();
    }

    private static SqliteConnection Reading(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }
}
