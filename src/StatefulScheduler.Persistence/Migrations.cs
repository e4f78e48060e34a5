using System.Data;
using System.Data.Common;

namespace StatefulScheduler.Persistence;

/// <summary>All steps of one schema, applied in order and once each, all in one transaction.</summary>
/// <remarks>
/// Which steps have been applied stands in the table <c>schema_version</c>, which several schemas in one database share.
/// Where DDL is transactional, as in SQLite and PostgreSQL, a failure half way leaves the schema as it was.
/// </remarks>
public sealed class Migrations
{
    private const string Table = """
        CREATE TABLE IF NOT EXISTS schema_version(
          component TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL,
          breaking INTEGER NOT NULL, applied_at TEXT NOT NULL, PRIMARY KEY(component, version))
        """;

    private readonly Migration[] steps;

    /// <summary>Gathers the steps.</summary>
    /// <param name="component">Whose schema this is: a name of its own in the database.</param>
    /// <param name="steps">The steps, in order: versions 1, 2, 3, …</param>
    /// <exception cref="ArgumentException">The versions are not 1, 2, 3, ….</exception>
    public Migrations(string component, params IReadOnlyList<Migration> steps)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(component);
        ArgumentNullException.ThrowIfNull(steps);
        for (var index = 0; index < steps.Count; index++)
        {
            if (steps[index].Version != index + 1)
                throw new ArgumentException($"Migration '{steps[index].Name}' has version {steps[index].Version}, but stands where version {index + 1} belongs.", nameof(steps));
        }

        Component = component;
        this.steps = [.. steps];
    }

    /// <summary>Gets whose schema this is.</summary>
    public string Component { get; }

    /// <summary>Looks, without writing, whether this program can use the schema.</summary>
    /// <param name="connection">An open connection to a database that has the table <c>schema_version</c>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many steps are still to be applied.</returns>
    /// <exception cref="DatabaseException">The schema is newer and not compatible, or an applied step differs from the one this program knows.</exception>
    public async ValueTask<int> CheckAsync(DbConnection connection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return (await PendingAsync(connection.DataSource, connection, null, cancellationToken).ConfigureAwait(false)).Count;
    }

    /// <summary>Applies the steps that are missing, in a serializable transaction.</summary>
    /// <remarks>
    /// In SQLite that makes other programs wait. Elsewhere they may fail instead; there call <see cref="Database.MigrateAsync"/>, for its provider knows how to wait.
    /// </remarks>
    /// <param name="connection">An open connection.</param>
    /// <param name="time">The clock that stamps them.</param>
    /// <param name="cancellationToken">Ends the attempt between two steps.</param>
    /// <returns>How many steps were applied; 0 when there was nothing to do.</returns>
    /// <exception cref="DatabaseException">The schema is newer and not compatible, or an applied step differs from the one this program knows.</exception>
    public async ValueTask<int> ApplyAsync(DbConnection connection, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(time);
        // Serializable is BEGIN IMMEDIATE in SQLite: of several programs that start at once, one migrates and the others wait.
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken).ConfigureAwait(false);
        return await ApplyAsync(connection.DataSource, connection, transaction, time, cancellationToken).ConfigureAwait(false);
    }

    internal async ValueTask<int> ApplyAsync(Database database, DbConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await database.Provider.BeginMigrationAsync(connection, cancellationToken).ConfigureAwait(false);
        return await ApplyAsync(database.Name, connection, transaction, database.Options.Time, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<int> ApplyAsync(string database, DbConnection connection, DbTransaction transaction, TimeProvider time, CancellationToken cancellationToken)
    {
        await using (transaction.ConfigureAwait(false))
        {
            await ExecuteAsync(connection, transaction, Table, [], cancellationToken).ConfigureAwait(false);
            var pending = await PendingAsync(database, connection, transaction, cancellationToken).ConfigureAwait(false);
            foreach (var step in pending)
                await ApplyAsync(connection, transaction, step, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return pending.Count;
        }
    }

    private async ValueTask ApplyAsync(DbConnection connection, DbTransaction transaction, Migration step, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, transaction, step.Sql, [], cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(
            connection,
            transaction,
            "INSERT INTO schema_version(component, version, name, checksum, breaking, applied_at) VALUES(@component, @version, @name, @checksum, @breaking, @at)",
            [("component", Component), ("version", step.Version), ("name", step.Name), ("checksum", step.Checksum), ("breaking", step.Breaking ? 1 : 0), ("at", at.ToString("O", System.Globalization.CultureInfo.InvariantCulture))],
            cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<List<Migration>> PendingAsync(string database, DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        var applied = 0;
        var command = Command(connection, transaction, "SELECT version, name, checksum, breaking FROM schema_version WHERE component = @component ORDER BY version", [("component", Component)]);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    Check(database, reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3) != 0);
                    applied = reader.GetInt32(0);
                }
            }
        }

        return [.. steps.Skip(applied)];
    }

    private void Check(string database, int version, string name, string checksum, bool breaking)
    {
        if (version > steps.Length && breaking)
        {
            throw new DatabaseException(
                database,
                $"the schema of {Component} is at version {version} ('{name}'), which a newer program made; this one knows version {steps.Length} and could damage it. Nothing was changed. Run the newer program, or restore a backup from before it.");
        }

        if (version <= steps.Length && steps[version - 1].Checksum != checksum)
        {
            throw new DatabaseException(
                database,
                $"version {version} ('{name}') of the schema of {Component} was made by another text than this program's. Nothing was changed. A step never changes once it is shipped: find out which program made this database.");
        }
    }

    private static async ValueTask ExecuteAsync(DbConnection connection, DbTransaction transaction, string sql, (string Name, object Value)[] parameters, CancellationToken cancellationToken)
    {
        var command = Command(connection, transaction, sql, parameters);
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the program's own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Transaction = transaction;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@" + name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
