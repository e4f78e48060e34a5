namespace StatefulScheduler.Engine;

// The run objects of a scheduler: those in use and those that can serve again. All are known, so that the lease keeper and a stop find every open run.
internal sealed class RunPool(EngineCore core)
{
    private readonly Lock gate = new();
    private readonly Stack<JobExecution> free = [];
    private readonly List<JobExecution> all = [];

    public JobExecution[] All()
    {
        lock (gate)
            return [.. all];
    }

    public bool IsInFlight(string runId) => Array.Exists(All(), run => run.Phase != RunPhase.Free && run.Claim.Pending?.RunId == runId);

    public void Rent(Span<JobExecution> runs)
    {
        lock (gate)
        {
            foreach (ref var run in runs)
            {
                if (free.TryPop(out run!))
                    continue;
                run = new JobExecution(core);
                all.Add(run);
            }
        }
    }

    public void Return(ReadOnlySpan<JobExecution> runs)
    {
        lock (gate)
        {
            foreach (var run in runs)
                free.Push(run);
        }
    }

    public void Drop(JobExecution run)
    {
        if (LetGo(run))
            Return([run]);
    }

    // One holder fewer; without any, the object can serve another run.
    public static bool LetGo(JobExecution run)
    {
        if (Interlocked.Decrement(ref run.Holders) > 0)
            return false;
        run.End();
        return true;
    }
}
