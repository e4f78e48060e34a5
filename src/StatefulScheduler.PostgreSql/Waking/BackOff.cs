namespace StatefulScheduler.PostgreSql;

// Pauses between attempts: each about twice as long as the one before, at random, so that those who failed together do not come back together.
internal sealed class BackOff(TimeSpan shortest, TimeSpan longest)
{
    private TimeSpan? next;

    public void Reset() => next = null;

    // Real time: what is waited for is a real server.
    public Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(Next(), TimeProvider.System, cancellationToken);

    public TimeSpan Next()
    {
        var now = next ?? shortest;
        next = now * 2 < longest ? now * 2 : longest;
        return now * (0.75 + (0.5 * Random.Shared.NextDouble()));
    }
}
