using System.Net.Sockets;
using Npgsql;

namespace StatefulScheduler.Persistence;

// What goes wrong with a server, in words that say what to do. Null: nothing that we know better than the server.
internal static class PostgreSqlErrors
{
    public static DatabaseException? Explain(string database, Exception exception) =>
        Problem(exception) is { } problem ? new DatabaseException(database, problem, exception) : null;

    private static string? Problem(Exception exception) => exception switch
    {
        PostgresException refusal => Problem(refusal),
        NpgsqlException { InnerException: TimeoutException } => $"the server did not answer in time ({exception.Message}). Check that it runs and is not overloaded, and that no firewall stands between; or give it longer.",
        NpgsqlException { InnerException: SocketException inner } => Unreachable(inner),
        SocketException unknownHost => Unreachable(unknownHost),
        NpgsqlException { InnerException: IOException inner } => $"the connection broke ({inner.Message}). What was committed before is safe; whether a commit under way got through is not known. Check the server and the network; no restart is needed.",
        // Npgsql says this by the text alone.
        NpgsqlException { InnerException: null } when exception.Message.StartsWith("No password", StringComparison.Ordinal) => $"the server wants a password ({exception.Message}). Give it in the address, or in PGPASSWORD or the file .pgpass.",
        _ => null,
    };

    private static string? Problem(PostgresException refusal) => refusal.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword => $"the server does not accept the password ({refusal.MessageText}). Correct user and password in the address, or in PGPASSWORD or the file .pgpass.",
        PostgresErrorCodes.InvalidAuthorizationSpecification => $"the server does not let this user in ({refusal.MessageText}). Check the user's name, that it may log in, and that pg_hba.conf on the server admits it from this machine.",
        PostgresErrorCodes.InvalidCatalogName => $"the server has no such database ({refusal.MessageText}). Create it, for example with CREATE DATABASE … ENCODING 'UTF8', or correct the name.",
        PostgresErrorCodes.InvalidSchemaName => $"the schema that search_path names does not exist ({refusal.MessageText}). Create it with CREATE SCHEMA, or correct search_path.",
        PostgresErrorCodes.InsufficientPrivilege => $"the user lacks a right ({refusal.MessageText}). Nothing was changed. GRANT it: CONNECT on the database; USAGE and, to migrate, CREATE on the schema (since PostgreSQL 15 not everybody has that on 'public'); the tables themselves.",
        PostgresErrorCodes.ReadOnlySqlTransaction => $"only reading is allowed here ({refusal.MessageText}). Nothing was changed. Take another server if this is a standby, or turn off the read-only option.",
        PostgresErrorCodes.TooManyConnections => $"the server has no free connection ({refusal.MessageText}). Make this program's pool smaller ('Maximum Pool Size'), or raise max_connections on the server.",
        PostgresErrorCodes.DiskFull => $"the server's disk is full ({refusal.MessageText}). What was committed before is safe; what was asked for now was not stored. Make room on the server; no restart is needed here.",
        PostgresErrorCodes.CannotConnectNow => $"the server is starting, stopping or recovering ({refusal.MessageText}). Try again in a moment.",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => $"the server ended the connection ({refusal.MessageText}). What was not committed was undone. Try again when the server runs.",
        _ => null,
    };

    private static string Unreachable(SocketException exception) =>
        $"the server cannot be reached ({exception.Message}). Check that it runs, host and port, that it listens on that address (listen_addresses), and that no firewall stands between.";
}
