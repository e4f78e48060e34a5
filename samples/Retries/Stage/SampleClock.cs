namespace Retries.Stage;

// A clock on which nobody really waits. A timer that is set after it was made is somebody's wait: the clock moves to its end at once. One that runs
// from the beginning is a limit, such as a deadline: it fires when the clock has come so far. For one thread.
internal sealed class SampleClock(DateTimeOffset start) : TimeProvider
{
    private readonly List<Alarm> alarms = [];
    private TimeSpan passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start + passed;

    public override long GetTimestamp() => passed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Set(dueTime);
        return alarm;
    }

    // What takes time takes it here.
    public void Pass(TimeSpan time)
    {
        var until = passed + time;
        while (alarms.Where(alarm => alarm.Due <= until).MinBy(alarm => alarm.Due) is { } next)
        {
            MoveTo(next.Due);
            alarms.Remove(next);
            next.Ring();
        }

        MoveTo(until);
    }

    // An alarm that rang may have moved the clock already.
    private void MoveTo(TimeSpan instant) => passed = instant > passed ? instant : passed;

    private sealed class Alarm(SampleClock clock, Action ring) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public void Ring() => ring();

        public void Set(TimeSpan dueTime)
        {
            clock.alarms.Remove(this);
            if (dueTime == Timeout.InfiniteTimeSpan)
                return;
            Due = clock.passed + dueTime;
            clock.alarms.Add(this);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Set(dueTime);
            if (dueTime != Timeout.InfiniteTimeSpan)
                clock.Pass(dueTime);
            return true;
        }

        public void Dispose() => clock.alarms.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
