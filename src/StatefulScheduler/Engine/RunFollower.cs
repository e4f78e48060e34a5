using System.Diagnostics.CodeAnalysis;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// Waits for the end of one run, wherever it runs. An end on this node is told at once; for a run that is not in flight here the store is asked every
// second: another node may have run it, or removed its job.
internal sealed class RunFollower(EngineCore core, Dispatcher dispatcher, JobRun run)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private bool isKnown;

    public async ValueTask<JobRun> WaitAsync(CancellationToken cancellationToken)
    {
        var wasKnown = isKnown = core.Waiters.Knows(run.Id);
        var end = core.Waiters.BeginWait(run.Id);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            if (!isKnown && await AskAsync(cancellationToken).ConfigureAwait(false) is { } ended)
                return ended;
            while (await Task.WhenAny(end, Task.Delay(LookInterval, core.Time, over.Token)).ConfigureAwait(false) != end)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!dispatcher.Runs.IsInFlight(run.Id) && await LookAsync(cancellationToken).ConfigureAwait(false) is { } found)
                    return found;
            }

            return await end.ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            core.Waiters.EndWait(run.Id, wasKnown);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A store that does not answer ends no wait: it is asked again in a second.")]
    private async ValueTask<JobRun?> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    // Null: it has not ended. The job is read first: what is not waiting there, and not running, has ended before.
    private async ValueTask<JobRun?> AskAsync(CancellationToken cancellationToken)
    {
        var job = await core.Store.GetAsync(run.JobId, cancellationToken).ConfigureAwait(false);
        if (job is null)
            return Dropped();
        if (job.Pending.Any(pending => pending.RunId == run.Id))
        {
            isKnown = true;
            return null;
        }

        var isOpen = job.RunningCount > 0;
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is { } kept)
            return isOpen && MayBeRetried(job, kept) ? null : kept;
        return isOpen && isKnown ? null : Dropped();
    }

    // It will not come: its job was paused, or is gone.
    private JobRun Dropped() => isKnown
        ? run with { Outcome = RunOutcome.Cancelled }
        : throw new ArgumentException($"Run '{run.Id}' was not asked for, or ended too long ago to be known.", nameof(run));

    private async ValueTask<JobRun?> FindAsync(CancellationToken cancellationToken)
    {
        if (core.Store is not IJobArchive archive)
            return null;
        var runs = await archive.GetRunsAsync(run.JobId, null, 1000, cancellationToken).ConfigureAwait(false);
        return runs.Items.FirstOrDefault(kept => kept.Id == run.Id);
    }

    // The run that is open may be the next attempt.
    private bool MayBeRetried(ScheduledJob job, JobRun attempt) =>
        attempt.Outcome is RunOutcome.Failed or RunOutcome.TimedOut
        && (core.Handlers.Find(job.Handler) is null
            || core.Policies.For(job.Plan) is not { Handler.Decide: null } policies
            || attempt.Attempt < policies.OnFailure.MaxAttempts);
}
