namespace StatefulScheduler.Engine;

// Counts what is under way — pumps, asynchronous runs, deliveries — so that a virtual clock knows when to step.
internal sealed class EngineActivity
{
    private const long One = 1L << 32;

    // Both counts in one word, so that they are read at one instant: what is under way above, how much of it waits for the clock below.
    private long counts;

    // The run whose code is executing, for clocks other than the system's: a timer that it starts means that the run waits for the clock.
    public static AsyncLocal<ClockRun?> CurrentRun { get; } = new();

    // Called whenever the engine may have become quiet. Set by the virtual clock's harness.
    public Action? MayBeQuiet { get; set; }

    // Nothing happens any more unless the clock moves or a command comes.
    public bool IsQuiet => Volatile.Read(ref counts) is var now && now / One <= now % One;

    public void Begin() => Interlocked.Add(ref counts, One);

    public void End()
    {
        Interlocked.Add(ref counts, -One);
        MayBeQuiet?.Invoke();
    }

    // One of the things under way began to wait for the clock, and goes on before the timer's callback does.
    public void Wait()
    {
        Interlocked.Increment(ref counts);
        MayBeQuiet?.Invoke();
    }

    public void GoOn() => Interlocked.Decrement(ref counts);
}

// One run on a clock that stands still: counted as waiting while a timer of its own is armed, but not before it has left the pump's thread,
// for until then it is the pump that is under way.
internal sealed class ClockRun(JobExecution execution)
{
    private readonly Lock gate = new();
    private readonly EngineActivity activity = execution.Core.Activity;
    private int timers;
    private bool isFollowed;

    public EngineActivity Activity => activity;

    public bool Waits => Volatile.Read(ref timers) > 0;

    public void TimerArmed()
    {
        lock (gate)
        {
            if (timers++ == 0 && isFollowed)
                activity.Wait();
        }
    }

    public void TimerGone()
    {
        lock (gate)
        {
            if (--timers == 0 && isFollowed)
                activity.GoOn();
        }
    }

    public void Follow()
    {
        lock (gate)
        {
            isFollowed = true;
            if (timers > 0)
                activity.Wait();
        }
    }

    public void Unfollow()
    {
        lock (gate)
        {
            if (isFollowed && timers > 0)
                activity.GoOn();
            isFollowed = false;
        }
    }
}
