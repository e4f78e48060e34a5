using Npgsql;
using StatefulScheduler.Persistence;

namespace StatefulScheduler.PostgreSql;

// Makes the schema and its tables, or brings them up to date; where there is nothing to do, a user who may not is as good. Says beforehand which right is
// missing and how it is given, which the server's own messages do not.
internal sealed class SchemaOpening(StoreDatabases databases, PostgreSqlStoreOptions options)
{
    // The tables of version 1 that commands and runs write.
    private const string Written = "lane, job, job_plan, job_tag, job_run, state_history, receipt, maintenance";

    private string Database => databases.Calls.Name;

    private string Schema => StoreAddress.Quoted(options.Schema);

    public async Task EnsureAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await CheckWritableAsync(connection, cancellationToken).ConfigureAwait(false);
        if (!await IsTrueAsync(connection, "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)", cancellationToken).ConfigureAwait(false))
            await CreateAsync(connection, cancellationToken).ConfigureAwait(false);
        if (!await IsTrueAsync(connection, "SELECT has_schema_privilege($1, 'USAGE')", cancellationToken).ConfigureAwait(false))
            throw await LacksAsync(connection, "may not use it", $"GRANT USAGE ON SCHEMA {Schema}", cancellationToken).ConfigureAwait(false);
        await MigrateAsync(connection, cancellationToken).ConfigureAwait(false);
        await CheckTablesAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    private async Task CheckWritableAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await IsTrueAsync(connection, "SELECT pg_is_in_recovery()", cancellationToken).ConfigureAwait(false))
            throw new DatabaseException(Database, "the server is a standby, on which only reading is allowed. Nothing was changed. Name the primary, or all servers with 'Target Session Attributes=primary' in the address.");
        if (await IsTrueAsync(connection, "SELECT current_setting('transaction_read_only')::boolean", cancellationToken).ConfigureAwait(false))
            throw new DatabaseException(Database, "only reading is allowed on these connections (default_transaction_read_only). Nothing was changed. Remove that setting from the address, or from the user, the database or the server.");
    }

    private async Task CreateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!await IsTrueAsync(connection, "SELECT has_database_privilege(current_database(), 'CREATE')", cancellationToken).ConfigureAwait(false))
        {
            var (user, database) = await WhoAsync(connection, cancellationToken).ConfigureAwait(false);
            throw new DatabaseException(
                Database,
                $"the schema {Schema} does not exist, and the user {user} may not create it. Nothing was changed. Either let it: GRANT CREATE ON DATABASE {database} TO {user}; or make it: CREATE SCHEMA {Schema} AUTHORIZATION {user}; or name another one in {nameof(PostgreSqlStoreOptions)}.{nameof(PostgreSqlStoreOptions.Schema)}.");
        }

        try
        {
            await using var create = new NpgsqlCommand($"CREATE SCHEMA IF NOT EXISTS {Schema}", connection);
            await create.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateSchema)
        {
            // Another node was faster by a moment that the server's IF NOT EXISTS does not see.
        }
    }

    private async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await IsTrueAsync(connection, $"SELECT to_regclass(quote_ident($1) || '.schema_version') IS NOT NULL", cancellationToken).ConfigureAwait(false))
        {
            if (!await IsTrueAsync(connection, $"SELECT has_table_privilege(quote_ident($1) || '.schema_version', 'SELECT')", cancellationToken).ConfigureAwait(false))
                throw await LacksAsync(connection, "may not read its tables", Grants, cancellationToken).ConfigureAwait(false);
            if (await PostgreSqlSchema.Migrations.CheckAsync(connection, cancellationToken).ConfigureAwait(false) == 0)
                return;
        }

        if (!await IsTrueAsync(connection, "SELECT has_schema_privilege($1, 'CREATE')", cancellationToken).ConfigureAwait(false))
            throw await LacksAsync(connection, "may not create its tables", $"GRANT CREATE ON SCHEMA {Schema}", cancellationToken).ConfigureAwait(false);
        await databases.Migrating.MigrateAsync(PostgreSqlSchema.Migrations, cancellationToken).ConfigureAwait(false);
    }

    private async Task CheckTablesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string all = """
            SELECT NOT EXISTS (
                SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS p(privilege)
                WHERE n.nspname = $1 AND c.relname = ANY(string_to_array($2, ', ')) AND NOT has_table_privilege(c.oid, p.privilege))
              AND has_sequence_privilege(quote_ident($1) || '.job_id', 'USAGE')
            """;
        if (!await IsTrueAsync(connection, all, cancellationToken, Sql.Text(Written)).ConfigureAwait(false))
            throw await LacksAsync(connection, "may not read and write all of its tables", Grants, cancellationToken).ConfigureAwait(false);
    }

    private string Grants => $"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {Schema}; GRANT USAGE ON ALL SEQUENCES IN SCHEMA {Schema}";

    private async Task<DatabaseException> LacksAsync(NpgsqlConnection connection, string what, string grants, CancellationToken cancellationToken)
    {
        var (user, _) = await WhoAsync(connection, cancellationToken).ConfigureAwait(false);
        var remedy = grants.Replace(";", $" TO {user};", StringComparison.Ordinal);
        return new DatabaseException(Database, $"the schema {Schema} exists, but the user {user} {what}. Nothing was changed. Its owner can give the right: {remedy} TO {user}.");
    }

    private static async Task<(string User, string Database)> WhoAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT quote_ident(current_user), quote_ident(current_database())", connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await row.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (row.GetString(0), row.GetString(1));
    }

    // $1 is the schema's name, where the question has one.
    private async Task<bool> IsTrueAsync(NpgsqlConnection connection, string question, CancellationToken cancellationToken, params NpgsqlParameter[] more)
    {
#pragma warning disable CA2100 // The questions are constants.
        await using var command = new NpgsqlCommand(question, connection);
#pragma warning restore CA2100
        if (question.Contains("$1", StringComparison.Ordinal))
            command.Parameters.Add(Sql.Text(options.Schema));
        command.Parameters.AddRange(more);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
