namespace StatefulScheduler.Retries.Tests;

// A clock that stands still until it is moved; one that jumps moves itself to the next timer as soon as one is armed, so that code that waits for it goes on at once.
internal sealed class TestClock(bool jumps = true) : TimeProvider
{
    // Calls that block hold threads of the pool, and the clock needs another to move.
    static TestClock() => ThreadPool.SetMinThreads(64, 64);

    private readonly Lock gate = new();
    private readonly List<TestTimer> armed = [];
    private readonly List<TimeSpan> slept = [];
    private TimeSpan passed;

    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    // How early timers fire, as real ones do.
    public TimeSpan Earliness { get; init; }

    public TimeSpan Passed
    {
        get
        {
            lock (gate)
                return passed;
        }
    }

    // The times for which timers were set.
    public IReadOnlyList<TimeSpan> Slept
    {
        get
        {
            lock (gate)
                return [.. slept];
        }
    }

    public int Armed
    {
        get
        {
            lock (gate)
                return armed.Count;
        }
    }

    public override DateTimeOffset GetUtcNow() => Start + Passed;

    public override long GetTimestamp() => Passed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TestTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        var until = Passed + by;
        while (Take(until) is { } timer)
            timer.Fire();
        lock (gate)
            passed = until;
    }

    // Code that was woken may go on on another thread: waits until it waits for the clock again.
    public async Task<TestClock> ArmedAsync()
    {
        while (Armed == 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return this;
    }

    private TestTimer? Take(TimeSpan until)
    {
        lock (gate)
        {
            var first = armed.Where(timer => timer.Due <= until).MinBy(timer => timer.Due);
            if (first is null)
                return null;
            armed.Remove(first);
            passed = first.Due > passed ? first.Due : passed;
            return first;
        }
    }

    private void Arm(TestTimer timer, TimeSpan dueTime)
    {
        lock (gate)
        {
            armed.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
                return;
            timer.Due = passed + dueTime - (dueTime > Earliness ? Earliness : TimeSpan.Zero);
            armed.Add(timer);
            slept.Add(dueTime);
        }

        if (jumps)
            ThreadPool.QueueUserWorkItem(_ => Take(TimeSpan.MaxValue)?.Fire());
    }

    private sealed class TestTimer(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Due { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Arm(this, dueTime);
            return true;
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock.gate)
                clock.armed.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
