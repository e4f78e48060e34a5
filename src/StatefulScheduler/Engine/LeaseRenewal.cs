using System.Diagnostics.CodeAnalysis;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// One question to the store whether it renews the leases of some runs. Nobody waits for the answer: whenever it comes, it is true.
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer and is not linked: it holds nothing to dispose of.")]
internal sealed class LeaseRenewal(EngineCore core, JobExecution[] runs, long sentAt, Action<JobExecution> lose)
{
    private readonly CancellationTokenSource givenUp = new();
    private volatile bool isOver;

    public bool IsOver => isOver;

    public TimeSpan Age(long now) => core.Time.GetElapsedTime(sentAt, now);

    // The store is not waited for any longer; another renewal may succeed.
    public void GiveUp() => _ = givenUp.CancelAsync();

    [SuppressMessage("Design", "CA1031", Justification = "The boundary of the heartbeat: a store that fails now is asked again at the next beat.")]
    public async Task SendAsync()
    {
        core.Activity.Begin();
        try
        {
            await RenewAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.RenewFailed(core.Logger, exception);
        }

        isOver = true;
        core.Activity.End();
    }

    private async ValueTask RenewAsync()
    {
        var generations = Array.ConvertAll(runs, run => run.Generation);
        var leases = Array.ConvertAll(runs, run => new RunLease(run.Claim.Plan?.Id ?? string.Empty, run.Claim.Handle, run.Claim.Fence));
        var results = new bool[runs.Length];
        await core.Store.RenewAsync(leases, core.Options.LeaseDuration, results, givenUp.Token).ConfigureAwait(false);
        for (var i = 0; i < runs.Length; i++)
        {
            if (runs[i].Generation != generations[i] || runs[i].Phase is RunPhase.Free or RunPhase.Ended)
                continue;
            if (!results[i])
                lose(runs[i]);
            else if (sentAt > runs[i].LeasedTimestamp)
                runs[i].LeasedTimestamp = sentAt; // When it was asked for, not when it was granted: the store may have done so at once.
        }
    }
}
