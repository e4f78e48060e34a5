using System.Net.Sockets;
using Npgsql;
using StatefulScheduler.Persistence;

namespace StatefulScheduler.PostgreSql;

// What the server or the network says, sorted by what helps.
internal static class ServerErrors
{
    // Somebody was in the way: a deadlock, a serialization failure, a lock that took too long.
    public static bool IsContention(PostgresException exception) => exception.SqlState is "40P01" or "40001" or "55P03";

    // The connection was lost, or the server is stopping or starting: another connection may help. Not: a call that took too long.
    public static bool IsLost(Exception exception) => exception switch
    {
        DatabaseException { InnerException: { } inner } => IsLost(inner),
        PostgresException postgres => postgres.SqlState is "57P01" or "57P02" or "57P03" or "53300" || postgres.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException npgsql => npgsql.InnerException is IOException or SocketException or null || npgsql.IsTransient,
        IOException or SocketException => true,
        _ => false,
    };
}
