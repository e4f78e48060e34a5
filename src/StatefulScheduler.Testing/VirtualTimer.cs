using StatefulScheduler.Engine;

namespace StatefulScheduler.Testing;

// One timer of a virtual clock. Made by the code of a run, it tells that the run waits for the clock for as long as it is armed.
internal sealed class VirtualTimer(VirtualTimeProvider time, TimerCallback callback, object? state) : ITimer
{
    private readonly Lock gate = new();
    private readonly ExecutionContext? context = ExecutionContext.Capture();
    private TimeSpan interval = Timeout.InfiniteTimeSpan;
    private bool isArmed; // As the run was told.
    private bool disposed;

    public static IComparer<VirtualTimer> Order { get; } =
        Comparer<VirtualTimer>.Create((left, right) => (left.Due, left.Armed).CompareTo((right.Due, right.Armed)));

    public ClockRun? Run { get; } = EngineActivity.CurrentRun.Value;

    // Both written under the clock's lock, while the timer is not in its set.
    public TimeSpan Due { get; set; }

    public long Armed { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        lock (gate)
        {
            if (disposed)
                return false;
            interval = period;
            if (dueTime == Timeout.InfiniteTimeSpan)
                Disarm();
            else
                Arm(dueTime);
            return true;
        }
    }

    public void Fire()
    {
        lock (gate)
        {
            if (disposed)
                return;
            Tell(armed: false); // Before the callback: from here on the run does something.
        }

        if (context is null)
            callback(state);
        else
            ExecutionContext.Run(context, _ => callback(state), null);

        lock (gate)
        {
            if (!disposed && !isArmed && interval > TimeSpan.Zero)
                Arm(interval);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            Disarm();
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Check(TimeSpan value, string name)
    {
        if (value < TimeSpan.Zero && value != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(name, value, "A timer's times must be zero, positive or infinite.");
    }

    private void Arm(TimeSpan dueTime)
    {
        time.Arm(this, dueTime);
        Tell(armed: true);
    }

    private void Disarm()
    {
        time.Disarm(this);
        Tell(armed: false);
    }

    private void Tell(bool armed)
    {
        if (isArmed == armed)
            return;
        isArmed = armed;
        if (armed)
            Run?.TimerArmed();
        else
            Run?.TimerGone();
    }
}
