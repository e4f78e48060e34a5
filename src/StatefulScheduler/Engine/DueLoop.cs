namespace StatefulScheduler.Engine;

// Sleeps until the next job is due, then recruits a pump. One timer, and none when nothing is due.
//
// It waits for instants of this node's monotonic clock: "in so long", as the store said it. What the wall clock shows wakes nobody.
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
    private TimeSpan? next; // On StoreClock.Elapsed, as all instants here.
    private TimeSpan? spinUntil;
    private TimeSpan askedAt;
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

    // Something is due when the store's clock shows an instant.
    public void Propose(DateTimeOffset due) => Propose(core.Clock.ElapsedAt(due));

    public void RetryAfter(TimeSpan backoff) => Propose(core.Clock.Elapsed + backoff);

    // The earliest stands until it has fired; one that is no longer true only wakes a pump that finds nothing.
    private void Propose(TimeSpan due)
    {
        lock (gate)
        {
            if (stopped || next <= due)
                return;
            next = due;
            if (timer is null)
                Monitor.PulseAll(gate);
            else
                timer.Change(TimerWait(due - core.Clock.Elapsed), Timeout.InfiniteTimeSpan);
        }
    }

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
        TimeSpan due;
        lock (gate)
        {
            if (spinUntil is not { } instant)
                return;
            due = instant;
            spinUntil = null;
        }

        var began = core.Clock.Elapsed;
        while (core.Clock.Elapsed is var now && now < due && now - began < 2 * (Lead + Step))
            Thread.SpinWait(20);
        budget.Spend(core.Clock.Elapsed - began);
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

    // Under the lock. True: the next instant has come, or will within the lead; or it is so far away that the store's clock may be set, or this machine
    // sleep, meanwhile: then the store is asked again every minute.
    private bool Wait()
    {
        if (next is not { } due)
        {
            Monitor.Wait(gate, watches ? RescueInterval : Timeout.InfiniteTimeSpan);
            return false;
        }

        var now = core.Clock.Elapsed;
        var left = due - now;
        if (left > LongestWait && now - askedAt >= LongestWait)
        {
            askedAt = now;
            return true;
        }

        if (left <= TimeSpan.Zero || (left <= Lead + Step && budget.Allows(core.Time.GetTimestamp(), core.Time)))
        {
            spinUntil = left > TimeSpan.Zero ? due : null;
            next = null;
            askedAt = now;
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
