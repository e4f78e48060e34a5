namespace StatefulScheduler.Sqlite.Worker;

// The clock of a process that was started so much later: what it is not worth waiting for has passed.
internal sealed class LaterClock(TimeSpan later) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + later;
}
