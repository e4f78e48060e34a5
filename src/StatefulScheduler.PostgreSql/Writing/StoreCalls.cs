using System.Net.Sockets;
using Npgsql;
using StatefulScheduler.Persistence;

namespace StatefulScheduler.PostgreSql;

// How every call to the server is made: on a connection of the pool, within its time, again where trying again helps, and with a clear word where not.
internal sealed class StoreCalls(StoreParts parts)
{
    private const int ContentionTries = 20;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    // The work gets the number of the attempt: from the second on, an earlier one may have been stored although its answer was lost.
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, int, Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var began = TimeProvider.System.GetTimestamp();
        var contended = 0;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var connection = await parts.OpenAsync(cancellationToken).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    var answer = await work(connection, attempt).ConfigureAwait(false);
                    return parts.Options.LosesAnswer?.Invoke(attempt) == true ? throw new IOException("A test has lost the answer.") : answer;
                }
            }
            catch (LanesOutdatedException) when (contended++ < ContentionTries)
            {
                await parts.Lanes.LoadAsync().ConfigureAwait(false);
            }
            catch (PostgresException exception) when (ServerErrors.IsContention(exception) && contended++ < ContentionTries)
            {
                await PauseAsync(TimeSpan.FromMilliseconds(10)).ConfigureAwait(false);
            }
            catch (Exception exception) when (ServerErrors.IsLost(exception) && TimeProvider.System.GetElapsedTime(began) < parts.Options.CallTimeout / 2)
            {
                // The first goes at once: the pool may have held connections to a server that has been restarted.
                if (attempt > 1)
                    await PauseAsync(TimeSpan.FromMilliseconds(Math.Min(25 << Math.Min(attempt, 6), LongestPause.TotalMilliseconds))).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is DatabaseException or NpgsqlException or TimeoutException or IOException or SocketException)
            {
                throw Unavailable(exception);
            }
        }
    }

    public StoreUnavailableException Unavailable(Exception exception) =>
        new(parts.Context.StoreName, PostgreSqlProvider.Instance.Explain(parts.Database.Name, exception)?.Message ?? $"{parts.Database.Name}: {exception.Message}", exception);

    // Up to twice the time, at random: those who collided shall not collide again.
    private static Task PauseAsync(TimeSpan pause) => Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), TimeProvider.System);
}
