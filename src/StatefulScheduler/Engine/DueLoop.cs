namespace StatefulScheduler.Engine;

// Sleeps until the next job is due, then recruits a pump. One timer, and none when nothing is due.
//
// On the system's clock: one background thread, since Monitor.Wait is the only managed wait that is precise to a tenth of a millisecond
// (timers step by 4 ms on Linux). It wakes a little early, and the pump spins to the instant. On any other clock: one timer of that clock.
internal sealed class DueLoop(EngineCore core, Dispatcher dispatcher) : IDisposable
{
    private static readonly TimeSpan Lead = TimeSpan.FromMicroseconds(150);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1); // of Monitor.Wait
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RescueInterval = TimeSpan.FromMilliseconds(2);
    private readonly object gate = new();
    private readonly SpinBudget budget = new(core.Options.WakePrecision);
    private DateTimeOffset? next;
    private DateTimeOffset? spinUntil;
    private Thread? thread;
    private ITimer? timer;
    private bool watches;
    private bool stopped = true;

    public void Start()
    {
        lock (gate)
        {
            stopped = false;
            next = null;
            if (core.IsSystemTime)
                (thread = new Thread(Run) { IsBackground = true, Name = "StatefulScheduler due loop" }).Start();
            else
                timer = core.Time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        Thread? ending;
        lock (gate)
        {
            stopped = true;
            timer?.Dispose();
            ending = thread;
            Monitor.PulseAll(gate);
        }

        ending?.Join();
    }

    // Something is due at an instant. The earliest stands until it has fired; one that is no longer true only wakes a pump that finds nothing.
    public void Propose(DateTimeOffset due)
    {
        lock (gate)
        {
            if (stopped || next <= due)
                return;
            next = due;
            LookAgain();
        }
    }

    // Begins the wait for the next instant anew: it is another one, or the wall clock was set, by which the wait in elapsed time is another.
    public void LookAgain()
    {
        lock (gate)
        {
            if (timer is null)
                Monitor.PulseAll(gate);
            else if (next is { } due && !stopped)
                timer.Change(TimerWait(due - core.Time.GetUtcNow()), Timeout.InfiniteTimeSpan);
        }
    }

    public void RetryAfter(TimeSpan backoff) => Propose(core.Time.GetUtcNow() + backoff);

    // A pump begins: from now on, look every 2 ms whether one stands still.
    public void Watch()
    {
        if (thread is null || Volatile.Read(ref watches))
            return;
        lock (gate)
        {
            watches = true;
            Monitor.PulseAll(gate);
        }
    }

    // Called by a pump that was woken early: spins to the instant.
    public void AwaitDue()
    {
        DateTimeOffset due;
        lock (gate)
        {
            if (spinUntil is not { } instant)
                return;
            due = instant;
            spinUntil = null;
        }

        var began = core.Time.GetTimestamp();
        while (core.Time.GetUtcNow() < due && core.Time.GetElapsedTime(began) < 2 * (Lead + Step))
            Thread.SpinWait(20);
        budget.Spend(core.Time.GetElapsedTime(began));
    }

    // A timer takes 49 days at most; one that fires too early wakes a pump that finds nothing, and sets it again.
    private static TimeSpan TimerWait(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestTimer ? LongestTimer : wait;

    private void Fire()
    {
        lock (gate)
        {
            next = null;
            if (stopped)
                return;
        }

        dispatcher.Recruit();
    }

    private void Run()
    {
        var lastWatch = core.Time.GetTimestamp();
        for (; ; )
        {
            bool isDue;
            lock (gate)
            {
                if (stopped)
                    return;
                isDue = Wait();
                watches = dispatcher.IsBusy;
            }

            if (isDue)
                dispatcher.Recruit();
            if (watches && core.Time.GetElapsedTime(lastWatch) >= RescueInterval)
            {
                dispatcher.RescueStuck();
                lastWatch = core.Time.GetTimestamp();
            }
        }
    }

    // Under the lock. True: the next instant has come, or will within the lead.
    private bool Wait()
    {
        if (next is not { } due)
        {
            Monitor.Wait(gate, watches ? RescueInterval : Timeout.InfiniteTimeSpan);
            return false;
        }

        var now = core.Time.GetUtcNow();
        var left = due - now;
        if (left <= TimeSpan.Zero || (left <= Lead + Step && budget.Allows(core.Time.GetTimestamp(), core.Time)))
        {
            spinUntil = left > TimeSpan.Zero ? due : null;
            next = null;
            return true;
        }

        Monitor.Wait(gate, Milliseconds(left));
        return false;
    }

    private int Milliseconds(TimeSpan left)
    {
        if (watches && left > RescueInterval)
            return (int)RescueInterval.TotalMilliseconds;
        if (left > LongestWait)
            return (int)LongestWait.TotalMilliseconds;

        // The wait ends in the millisecond before the lead begins; the pump spins through the rest of it.
        var precise = budget.Allows(core.Time.GetTimestamp(), core.Time);
        return precise ? Math.Max(1, (int)Math.Floor((left - Lead).TotalMilliseconds)) : (int)Math.Ceiling(left.TotalMilliseconds);
    }
}
