using System.Net.Sockets;
using Npgsql;
using StatefulScheduler.Persistence;

namespace StatefulScheduler.PostgreSql;

// A database and its programs often start together: while the server cannot be reached, or is starting, opening the store is tried again. What waiting
// cannot mend is thrown at once.
internal static class OpeningWait
{
    public static async Task<T> RunAsync<T>(Func<Task<T>> open, TimeSpan longest, Action<Exception> waits, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var backOff = new BackOff(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2));
        while (true)
        {
            try
            {
                return await open().ConfigureAwait(false);
            }
            catch (Exception exception) when (MayCome(exception) && TimeProvider.System.GetElapsedTime(began) < longest)
            {
                waits(exception);
            }

            await backOff.PauseAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // Names that are not known are waited for too: where containers start together, a server's name comes with it.
    private static bool MayCome(Exception exception) => exception switch
    {
        DatabaseException { InnerException: { } inner } => MayCome(inner),
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.TooManyConnections,
        NpgsqlException { InnerException: { } inner } => MayCome(inner),
        AggregateException several => several.InnerExceptions.Any(MayCome), // One for each of several hosts.
        SocketException or IOException or TimeoutException => true,
        _ => false,
    };
}
