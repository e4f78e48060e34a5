namespace StatefulScheduler.Engine;

// Claims of jobs whose code still executes here under a lease that is lost: the store has given the job away, and to this very node, but two
// runs of it must not stand side by side in one process. A claim waits here until that code ends, or is given up as deaf.
internal sealed class HeldRuns(EngineCore core, RunPool runs, Action<JobExecution> lose)
{
    private readonly Lock gate = new();
    private readonly List<JobExecution> held = [];

    // True: it is kept here.
    public bool TryHold(JobExecution run)
    {
        if (run.Claim.TookOver == 0 && !core.HasLostRuns)
            return false;

        lock (gate)
        {
            if (Before(run) is not { } before)
                return false;
            lose(before);
            held.Add(run);
            return true;
        }
    }

    // Called after a run that had lost its lease ended or was closed: hands on those that need not wait any more. True: there were some.
    public bool Release(Action<JobExecution> taker) => Take(taker, run => Before(run) is null);

    public void TakeAll(Action<JobExecution> taker) => Take(taker, _ => true);

    private bool Take(Action<JobExecution> taker, Predicate<JobExecution> mayGo)
    {
        JobExecution[] going;
        lock (gate)
        {
            going = [.. held.Where(run => mayGo(run))];
            held.RemoveAll(run => going.Contains(run));
        }

        Array.ForEach(going, taker);
        return going.Length > 0;
    }

    private JobExecution? Before(JobExecution run) => Array.Find(
        runs.All(),
        other => other != run
            && other is { Phase: RunPhase.Running, IsDeaf: false }
            && other.Claim.Plan?.Id == run.Claim.Plan.Id
            && (other.Claim.Fence == run.Claim.TookOver || other.Cancellation.Why == CancelReason.LeaseLost));
}
