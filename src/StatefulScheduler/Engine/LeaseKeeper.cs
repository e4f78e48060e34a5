using System.Diagnostics.CodeAnalysis;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// Renews the leases of runs that take long, cancels those whose lease is lost, and closes those that ignore their token.
// Its timer runs only while something is in flight.
internal sealed class LeaseKeeper(EngineCore core, Dispatcher dispatcher, RunStarter starter) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
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

    public void Arm()
    {
        if (timer is { } mine && Volatile.Read(ref armed) == 0 && Interlocked.Exchange(ref armed, 1) == 0)
            mine.Change(core.Options.HeartbeatInterval, Timeout.InfiniteTimeSpan);
    }

    // Owned by the timer: nothing in it throws.
    [SuppressMessage("Design", "CA1031", Justification = "The boundary of the heartbeat: a store that fails now is asked again at the next beat.")]
    private async void Beat()
    {
        core.Activity.Begin();
        try
        {
            var now = core.Time.GetTimestamp(); // Never the wall clock: a change of it ends no lease.
            var open = Array.FindAll(dispatcher.Runs.All(), run => run.Phase != RunPhase.Free);
            await RenewAsync(Array.FindAll(open, run => !run.IsDeaf && core.Time.GetElapsedTime(run.ClaimedTimestamp, now) >= core.Options.HeartbeatInterval / 2), now).ConfigureAwait(false);
            CloseDeaf(open, now);
        }
        catch (Exception exception)
        {
            Log.RenewFailed(core.Logger, exception);
        }

        Rearm();
        core.Activity.End();
    }

    private void Rearm()
    {
        Volatile.Write(ref armed, 0);
        if (!stopped && (dispatcher.InFlight > 0 || StuckRuns > 0 || dispatcher.HasEnded))
            Arm();
    }

    private async ValueTask RenewAsync(JobExecution[] runs, long now)
    {
        if (runs.Length == 0)
            return;

        var generations = Array.ConvertAll(runs, run => run.Generation);
        var leases = Array.ConvertAll(runs, run => new RunLease(run.Claim.Plan?.Id ?? string.Empty, run.Claim.Handle, run.Claim.Fence));
        var results = new bool[runs.Length];
        try
        {
            await core.Store.RenewAsync(leases, core.Options.LeaseDuration, results, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.RenewFailed(core.Logger, exception);
            LoseExpired(runs, now);
            return;
        }

        for (var i = 0; i < runs.Length; i++)
        {
            if (runs[i].Generation != generations[i] || runs[i].Phase is RunPhase.Free or RunPhase.Ended)
                continue;
            if (results[i])
                runs[i].LeasedTimestamp = now;
            else
                Lose(runs[i]);
        }
    }

    // While the store does not answer, a run is given up one heartbeat before its lease can end: nobody else may have begun it by then.
    private void LoseExpired(JobExecution[] runs, long now)
    {
        foreach (var run in runs)
        {
            if (core.Time.GetElapsedTime(run.LeasedTimestamp, now) >= core.Options.LeaseDuration - core.Options.HeartbeatInterval)
                Lose(run);
        }
    }

    private void Lose(JobExecution run)
    {
        if (run.Phase == RunPhase.Running && run.Cancellation.Why != CancelReason.LeaseLost)
        {
            Log.LeaseLost(core.Logger, run.RunId);
            run.Cancellation.Fire(CancelReason.LeaseLost);
        }
    }

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
                starter.Decide(run, run.Cancelled(new TimeoutException($"The run ignored its cancelled token for {Patience}.")), core.StoreTime());
                run.Phase = RunPhase.Running; // Its code goes on, and keeps its slot.
                dispatcher.Ended(run);
                dispatcher.Recruit();
            }
        }
    }
}
