namespace StatefulScheduler.Engine;

// Renews the leases of runs that take long, cancels those whose lease is lost or may end before it is renewed, and closes those that ignore their token.
// Its timer runs only while something is in flight.
internal sealed class LeaseKeeper(EngineCore core, Dispatcher dispatcher, RunStarter starter) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TimeSpan trust = core.Options.LeaseDuration - core.Options.HeartbeatInterval;
    private readonly TimeSpan answerTime = core.Options.LeaseDuration / 3; // So that a renewal that is never answered can be tried again in time.
    private LeaseRenewal? renewal;
    private ITimer? timer;
    private int armed;
    private volatile bool stopped = true;

    public int StuckRuns { get; private set; }

    public void Start()
    {
        stopped = false;
        timer ??= core.Time.CreateTimer(_ => Beat(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Arm(); // A pump may have begun before: the reconciler has added jobs.
    }

    public void Dispose()
    {
        stopped = true;
        timer?.Dispose();
        timer = null;
        armed = 0;
    }

    public void Arm() => Arm(core.Options.HeartbeatInterval);

    private void Arm(TimeSpan wait)
    {
        if (timer is { } mine && Volatile.Read(ref armed) == 0 && Interlocked.Exchange(ref armed, 1) == 0)
            mine.Change(wait, Timeout.InfiniteTimeSpan);
    }

    // Whether nobody else can have the run's job yet, whatever has become of its renewals: one heartbeat before its lease can end, it is given up.
    public bool Trusts(JobExecution run, long now) => core.Time.GetElapsedTime(run.LeasedTimestamp, now) < trust;

    public void Lose(JobExecution run)
    {
        if (run.Phase == RunPhase.Running && run.Cancellation.Why != CancelReason.LeaseLost)
        {
            Log.LeaseLost(core.Logger, run.RunId);
            run.Cancellation.Fire(CancelReason.LeaseLost);
        }
    }

    // Owned by the timer. It waits for nothing: what has become of the leases is decided at every beat, whether the store answers or not.
    private void Beat()
    {
        core.Activity.Begin();
        var now = core.Time.GetTimestamp(); // Never the wall clock: a change of it ends no lease.
        var open = Array.FindAll(dispatcher.Runs.All(), run => run.Phase != RunPhase.Free);
        foreach (var run in open)
        {
            if (!run.IsDeaf && !Trusts(run, now))
                Lose(run);
        }

        CloseDeaf(open, now);
        ForgetLost(open);
        Renew(open, now);
        Rearm(open, now);
        core.Activity.End();
    }

    // One renewal at a time, unless one is not answered.
    private void Renew(JobExecution[] open, long now)
    {
        if (renewal is { IsOver: false } unanswered)
        {
            if (unanswered.Age(now) < answerTime)
                return;
            unanswered.GiveUp();
            Log.RenewFailed(core.Logger, new TimeoutException($"The store has not answered for {answerTime}."));
        }

        var runs = Array.FindAll(open, run => !run.IsDeaf && core.Time.GetElapsedTime(run.ClaimedTimestamp, now) >= core.Options.HeartbeatInterval / 2);
        renewal = runs.Length == 0 ? null : new LeaseRenewal(core, runs, now, Lose);
        _ = renewal?.SendAsync();
    }

    private void Rearm(JobExecution[] open, long now)
    {
        Volatile.Write(ref armed, 0);
        if (!stopped && (dispatcher.InFlight > 0 || StuckRuns > 0 || dispatcher.HasEnded))
            Arm(NextBeat(open, now));
    }

    // A heartbeat later, or when the trust in the first of the runs ends.
    private TimeSpan NextBeat(JobExecution[] open, long now)
    {
        var next = core.Options.HeartbeatInterval;
        foreach (var run in open)
        {
            var left = trust - core.Time.GetElapsedTime(run.LeasedTimestamp, now);
            if (left > TimeSpan.Zero && left < next)
                next = left;
        }

        return next;
    }

    // A run may be lost by its own checkpoint, at any time: looked at again, so that none is forgotten.
    private void ForgetLost(JobExecution[] open)
    {
        if (!core.HasLostRuns || Array.Exists(open, IsLost))
            return;
        core.HasLostRuns = false;
        if (Array.Exists(open, IsLost))
            core.HasLostRuns = true;
    }

    private static bool IsLost(JobExecution run) => run is { Phase: RunPhase.Running, IsDeaf: false, Cancellation.Why: CancelReason.LeaseLost };

    // The run's code still holds the object, so that it is held twice from now on.
    private bool TryClose(JobExecution run)
    {
        var generation = run.Generation;
        Interlocked.Increment(ref run.Holders);
        if (run.Cancellation.Why != CancelReason.None && run.TryClose(generation))
            return true;
        dispatcher.Runs.Drop(run);
        return false;
    }

    private void CloseDeaf(JobExecution[] open, long now)
    {
        StuckRuns = 0;
        foreach (var run in open)
        {
            if (run.Phase == RunPhase.Free || run.Cancellation.Why == CancelReason.None || core.Time.GetElapsedTime(run.Cancellation.FiredAt, now) < Patience)
                continue;
            if (run.Phase == RunPhase.Running)
                StuckRuns++;
            if (run.Phase == RunPhase.Running && TryClose(run))
            {
                Log.RunDeaf(core.Logger, run.RunId, Patience);
                starter.Decide(run, run.Cancelled(new TimeoutException($"The run ignored its cancelled token for {Patience}.")), now);
                run.Phase = RunPhase.Running; // Its code goes on, and keeps its slot.
                dispatcher.Ended(run);
                dispatcher.ReleaseHeld();
                dispatcher.Recruit();
            }
        }
    }
}
