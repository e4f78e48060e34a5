namespace StatefulScheduler.Retries.Tests.Decisions;

// A clock on which every delay is over as soon as it begins, on the thread that begins it: a whole call with its delays is then a plain computation.
internal sealed class ImmediateClock : TimeProvider
{
    private TimeSpan passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => TestClock.Start + passed;

    public override long GetTimestamp() => passed.Ticks;

    public void Advance(TimeSpan by) => passed += by;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ImmediateTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ImmediateTimer(ImmediateClock clock, Action fire) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Timeout.InfiniteTimeSpan)
                return true;
            clock.Advance(dueTime);
            fire();
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
