using System.Net.Sockets;
using Npgsql;

namespace StatefulScheduler.PostgreSql;

// What the server or the network says, sorted by what helps.
internal static class ServerErrors
{
    // Somebody was in the way: a deadlock, a serialization failure, a lock that took too long.
    public static bool IsContention(PostgresException exception) => exception.SqlState is "40P01" or "40001" or "55P03";

    // The connection was lost, or the server is stopping or starting: another connection may help. Not: a call that took too long.
    public static bool IsLost(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.SqlState is "57P01" or "57P02" or "57P03" or "53300" || postgres.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException npgsql => npgsql.InnerException is IOException or SocketException or null || npgsql.IsTransient,
        IOException or SocketException => true,
        _ => false,
    };

    public static string Explain(Exception exception) => exception switch
    {
        PostgresException { SqlState: "53100" } => "the server's disk is full. Nothing was changed. Make room; the scheduler goes on by itself.",
        PostgresException { SqlState: "53300" } => "the server takes no more connections. Raise max_connections, or lower MaxConnections of the nodes.",
        PostgresException { SqlState: "25006" } => "the server is read-only: a standby, or default_transaction_read_only is on. Connect to the primary.",
        PostgresException { SqlState: "42501" } denied => $"a right is missing: {denied.MessageText}. Grant it to the user of the connection string.",
        PostgresException { SqlState: "42P01" or "3F000" } missing => $"the tables are not there any more: {missing.MessageText}. Restart the scheduler; it makes them anew.",
        PostgresException { SqlState: "57P01" or "57P02" or "57P03" } => "the server is stopping or starting. The scheduler tries again by itself.",
        PostgresException other => $"the server refused: {other.SqlState} {other.MessageText}",
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => "the server did not answer in time (CallTimeout). What was sent may or may not have been stored; the scheduler finds out by itself.",
        ObjectDisposedException => "the store has been closed. Nothing was changed. Use a scheduler that is open.",
        _ => $"the server cannot be reached: {exception.Message} The scheduler tries again by itself.",
    };
}
