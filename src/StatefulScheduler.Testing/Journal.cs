using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// What the stores of a harness have stored, and what its schedulers have told, over crashes and restarts. Noted where it happens, so that nothing is late or lost.
internal sealed class Journal : IEventSink
{
    private readonly Lock gate = new();
    private readonly List<SchedulerEvent> events = [];
    private readonly List<JobRun> runs = [];
    private readonly Dictionary<string, int> commitsOf = new(StringComparer.Ordinal);
    private readonly List<(string JobId, StateVersion State)> states = [];

    public bool Hears(Type eventType) => true;

    public void Offer(SchedulerEvent schedulerEvent)
    {
        lock (gate)
            events.Add(schedulerEvent);
    }

    public void Added(ReadOnlySpan<JobAddition> jobs, ReadOnlySpan<AddResult> results)
    {
        lock (gate)
        {
            for (var i = 0; i < jobs.Length; i++)
            {
                if (results[i] is { Added: true, Job: var job })
                    states.Add((job.Id, new(job.StateVersion, job.State, job.StateSchema, job.AddedAt, StateChangeKind.Added, jobs[i].Actor, null, jobs[i].Reason)));
            }
        }
    }

    public void Committed(ReadOnlySpan<JobCommit> commits, ReadOnlySpan<CommitResult> results)
    {
        lock (gate)
        {
            for (var i = 0; i < commits.Length; i++)
            {
                if (results[i].Status == CommitStatus.Committed)
                    Note(in commits[i], in results[i]);
            }
        }
    }

    public JobRun[] Runs(string jobId)
    {
        lock (gate)
            return [.. runs.Where(run => run.JobId == jobId)];
    }

    public StateVersion[] States(string jobId)
    {
        lock (gate)
            return [.. states.Where(kept => kept.JobId == jobId).Select(kept => kept.State)];
    }

    public int Commits(string jobId)
    {
        lock (gate)
            return commitsOf.GetValueOrDefault(jobId);
    }

    public TEvent[] Events<TEvent>()
    {
        lock (gate)
            return [.. events.OfType<TEvent>()];
    }

    private void Note(in JobCommit commit, in CommitResult result)
    {
        commitsOf[commit.JobId] = commitsOf.GetValueOrDefault(commit.JobId) + 1;
        var runId = commit.Fence == 0 ? null : commit.Details?.RunId ?? $"{commit.JobId}#{commit.Fence}";
        if (commit is { State: { } state, Removes: false })
            states.Add((commit.JobId, new(result.StateVersion, state, commit.StateSchema, commit.At, commit.Kind, commit.Details?.Actor, runId, commit.Details?.Reason)));
        if (commit is not { EndsRun: true, Outcome: not RunOutcome.Pending })
            return;
        runs.Add(new(runId!, commit.JobId, commit.ScheduledAt, commit.Attempt, commit.Outcome)
        {
            Fence = commit.Fence,
            StartedAt = commit.StartedAt,
            EndedAt = commit.At,
            Node = commit.Details?.Node,
            Result = commit.Details?.Result ?? default,
            Error = commit.Details?.Error,
        });
    }
}
