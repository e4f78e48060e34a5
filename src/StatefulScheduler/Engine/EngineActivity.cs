namespace StatefulScheduler.Engine;

// Counts what is under way — pumps, asynchronous runs, deliveries — so that a virtual clock knows when to step.
internal sealed class EngineActivity
{
    private int busy;
    private int waiting;

    // The run whose code is executing, for clocks other than the system's: a timer that it starts means that the run waits for the clock.
    public static AsyncLocal<JobExecution?> CurrentRun { get; } = new();

    // Called whenever the engine may have become quiet. Set by the virtual clock's harness.
    public Action? MayBeQuiet { get; set; }

    // Nothing happens any more unless the clock moves or a command comes.
    public bool IsQuiet => Volatile.Read(ref busy) <= Volatile.Read(ref waiting);

    public void Begin() => Interlocked.Increment(ref busy);

    public void End()
    {
        Interlocked.Decrement(ref busy);
        MayBeQuiet?.Invoke();
    }

    // A run began, or ceased, to wait for the virtual clock.
    public void RunWaits(JobExecution run, bool waits)
    {
        if (waits && Interlocked.Increment(ref run.VirtualWaits) == 1)
            Interlocked.Increment(ref waiting);
        else if (!waits && Interlocked.Decrement(ref run.VirtualWaits) == 0)
            Interlocked.Decrement(ref waiting);
        MayBeQuiet?.Invoke();
    }
}
