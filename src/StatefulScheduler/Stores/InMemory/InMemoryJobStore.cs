namespace StatefulScheduler.Stores;

// Jobs in memory: the reference for what a store does, and the fast path. One lock guards everything; no user code, no JSON, no trigger and no
// log runs under it.
internal sealed class InMemoryJobStore(InMemoryStoreOptions options) : IJobStore, IJobArchive
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, JobSlot> jobs = new(StringComparer.Ordinal);
    private readonly InMemoryRuns runs = new();
    private readonly FinishedJobs finished = new(options.MaxFinishedJobs);
    private string name = "default";
    private TimeProvider time = TimeProvider.System;
    private int waitingCommands;

    public event Action? DueEarlier;

    public JobStoreTraits Traits { get; } = new() { MaxBatch = 64, Durable = false };

    public ValueTask InitializeAsync(JobStoreContext context, CancellationToken cancellationToken)
    {
        name = context.StoreName;
        time = context.Time;
        return ValueTask.CompletedTask;
    }

    public ValueTask AddAsync(ReadOnlyMemory<JobAddition> additions, Memory<AddResult> results, CancellationToken cancellationToken)
    {
        var earlier = false;
        var now = time.GetUtcNow();
        using (EnterAsCommand())
        {
            for (var i = 0; i < additions.Length; i++)
                results.Span[i] = Add(additions.Span[i], now, ref earlier);
        }

        Announce(earlier);
        return ValueTask.CompletedTask;
    }

    public ValueTask<ScheduledJob?> GetAsync(string id, CancellationToken cancellationToken)
    {
        using (EnterAsCommand())
            return new(jobs.TryGetValue(id, out var job) ? job.ToJob(name) : null);
    }

    public ValueTask<JobPage<ScheduledJob>> QueryAsync(JobQuery query, CancellationToken cancellationToken) =>
        new(JobQueries.Page(query, Snapshots(query, cancellationToken)));

    public ValueTask<long> CountAsync(JobQuery query, CancellationToken cancellationToken) =>
        new(Snapshots(query, cancellationToken).LongCount());

    public ValueTask<ClaimResult> ClaimDueAsync(ClaimRequest request, Memory<JobClaim> claims, CancellationToken cancellationToken)
    {
        lock (gate)
            return new(Claim(request, claims.Span));
    }

    public ValueTask CommitAsync(ReadOnlyMemory<JobCommit> commits, Memory<CommitResult> results, CancellationToken cancellationToken)
    {
        var earlier = false;
        using (EnterAsCommand())
        {
            Commit(commits.Span, results.Span, ref earlier);
        }

        Announce(earlier);
        return ValueTask.CompletedTask;
    }

    public ValueTask<ClaimResult> ExchangeAsync(JobExchange exchange, CancellationToken cancellationToken)
    {
        LetCommandsPass();

        var earlier = false;
        lock (gate)
        {
            Commit(exchange.Commits.Span, exchange.Results.Span, ref earlier);
            return new(Claim(exchange.Request, exchange.Claims.Span));
        }
    }

    public ValueTask RenewAsync(ReadOnlyMemory<RunLease> leases, TimeSpan duration, Memory<bool> results, CancellationToken cancellationToken)
    {
        var earlier = false;
        var now = Now();
        lock (gate)
        {
            for (var i = 0; i < leases.Length; i++)
                results.Span[i] = leases.Span[i] is var lease && lease.Handle is JobSlot { IsRemoved: false } job && runs.Renew(job, lease.Fence, duration, now, ref earlier);
        }

        Announce(earlier);
        return ValueTask.CompletedTask;
    }

    public ValueTask<JobPage<StateVersion>> GetStateHistoryAsync(string id, string? after, int pageSize, CancellationToken cancellationToken)
    {
        using (EnterAsCommand())
            return new(jobs.TryGetValue(id, out var job) ? InMemoryPast.States(job, after, pageSize) : new JobPage<StateVersion>([], null));
    }

    public ValueTask<JobPage<JobRun>> GetRunsAsync(string id, string? after, int pageSize, CancellationToken cancellationToken)
    {
        using (EnterAsCommand())
            return new(jobs.TryGetValue(id, out var job) ? InMemoryPast.Runs(job, after, pageSize) : new JobPage<JobRun>([], null));
    }

    // The jobs outlive a scheduler that was given this store object: another may go on with them.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // A pump takes the lock again and again, and would keep a command waiting for milliseconds: whoever enters here is let pass.
    private Lock.Scope EnterAsCommand()
    {
        Interlocked.Increment(ref waitingCommands);
        var scope = gate.EnterScope();
        Interlocked.Decrement(ref waitingCommands);
        return scope;
    }

    // Not for ever: commands that come without end must not keep the jobs from running.
    private void LetCommandsPass()
    {
        for (var turn = 0; turn < 20 && Volatile.Read(ref waitingCommands) > 0; turn++)
            Thread.Yield();
    }

    private AddResult Add(JobAddition addition, DateTimeOffset now, ref bool earlier)
    {
        if (jobs.TryGetValue(addition.Plan.Id, out var existing))
            return new(existing.ToJob(name), false);

        var job = new JobSlot(addition.Plan)
        {
            State = addition.State,
            StateSchema = addition.StateSchema,
            Status = addition.Status,
            Pause = addition.Pause,
            NextFireAt = addition.NextFireAt,
            Origin = new(now, StateChangeKind.Added, addition.Actor, null, 0, addition.Reason),
        };
        jobs.Add(addition.Plan.Id, job);
        InMemoryPast.Began(job);
        Finish(job, now);
        earlier |= runs.Requeue(job, now);
        return new(job.ToJob(name), true);
    }

    private ClaimResult Claim(ClaimRequest request, Span<JobClaim> claims) => runs.Claim(request, claims, Now());

    private StoreInstant Now() => new(time.GetUtcNow(), time.GetElapsedTime(0));

    private void Commit(ReadOnlySpan<JobCommit> commits, Span<CommitResult> results, ref bool earlier)
    {
        for (var i = 0; i < commits.Length; i++)
            results[i] = Commit(in commits[i], ref earlier);
    }

    // Gone → fence → versions → write.
    private CommitResult Commit(in JobCommit commit, ref bool earlier)
    {
        var job = commit.Handle as JobSlot ?? jobs.GetValueOrDefault(commit.JobId);
        if (job is null || job.IsRemoved)
            return new(CommitStatus.Gone, null, 0);

        OpenRun? run = null;
        if (commit.Fence != 0 && (run = job.FindOpen(commit.Fence)) is null)
            return new(commit.EndsRun && job.HasDone(commit.Fence) ? CommitStatus.AlreadyCommitted : CommitStatus.StaleRun, commit.WantsJob ? job.ToJob(name) : null, job.StateVersion);
        if ((commit.Version != 0 && commit.Version != job.Version) || ((commit.State is not null || commit.ChecksState) && commit.StateVersion != job.StateVersion))
            return new(CommitStatus.VersionConflict, job.ToJob(name), job.StateVersion);

        if (commit.Removes)
        {
            earlier |= Remove(job, in commit);
            return new(CommitStatus.Committed, null, 0);
        }

        Write(job, in commit, run, ref earlier);
        return new(CommitStatus.Committed, commit.WantsJob && !job.IsRemoved ? job.ToJob(name) : null, job.StateVersion);
    }

    private bool Remove(JobSlot job, in JobCommit commit)
    {
        job.IsRemoved = true;
        jobs.Remove(commit.JobId);
        finished.Forget(job);
        return runs.Forget(job);
    }

    private void Write(JobSlot job, in JobCommit commit, OpenRun? run, ref bool earlier)
    {
        JobSlotWriter.Write(job, run, in commit);
        if (run is not null && commit.MovesSchedule && !commit.EndsRun)
            run.Advanced = true;
        if (run is not null && commit.EndsRun)
        {
            runs.Close(run, in commit);
            InMemoryPast.Ended(job, run, in commit, options.RunsPerJob);
        }

        Finish(job, commit.At);
        earlier |= runs.Requeue(job, commit.At);
    }

    private void Finish(JobSlot job, DateTimeOffset now)
    {
        if (!finished.Note(job, now))
            return;
        while (finished.TakeOverdue(now) is { } old)
        {
            old.IsRemoved = true;
            jobs.Remove(old.Plan.Id);
            runs.Forget(old);
        }
    }

    private void Announce(bool earlier)
    {
        if (earlier)
            DueEarlier?.Invoke();
    }

    // Matching runs outside the lock, on snapshots: each job is seen as it was at one instant.
    private IEnumerable<ScheduledJob> Snapshots(JobQuery query, CancellationToken cancellationToken)
    {
        JobSlot[] all;
        using (EnterAsCommand())
            all = [.. jobs.Values];
        foreach (var slot in all)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ScheduledJob job;
            lock (gate)
            {
                if (slot.IsRemoved)
                    continue;
                job = slot.ToJob(name);
            }

            if (JobQueries.Answers(query, job))
                yield return job;
        }
    }
}
