using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// Commands on jobs: read, decide, compare and swap, tell. The same loop for every command, whoever gives it.
internal sealed class JobCommands(EngineCore core, Dispatcher dispatcher)
{
    private readonly ChangePolicy policy = new(core);
    private readonly JobAdder adder = new(core);

    public ValueTask<ScheduledJob> AddAsync(JobDefinition job, string? actor, CancellationToken cancellationToken) =>
        adder.AddAsync(job, actor, declaration: null, cancellationToken);

    public ValueTask<ScheduledJob?> FindAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return core.Store.GetAsync(id, cancellationToken);
    }

    public async ValueTask<ScheduledJob> GetAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw await NotFoundAsync(id, cancellationToken).ConfigureAwait(false);

    public async ValueTask<ScheduledJob> ModifyAsync(string id, JobChange change, string? actor, CancellationToken cancellationToken)
    {
        var current = await GetAsync(id, cancellationToken).ConfigureAwait(false);
        await core.CheckTimeAsync(cancellationToken).ConfigureAwait(false);
        for (; ; )
        {
            if (ChangePolicy.ChangesNothing(current, change))
            {
                if (!change.IsEmpty)
                    Log.ResumedActive(core.Logger, id);
                return current;
            }

            var draft = new JobDraft(current);
            policy.Apply(draft, change, actor, core.StoreTime());
            var result = await SendAsync(draft, cancellationToken).ConfigureAwait(false);
            switch (result.Status)
            {
                case CommitStatus.Committed:
                    return Told(current, result.Job ?? current, draft);
                case CommitStatus.VersionConflict:
                    current = result.Job!;
                    break;
                default:
                    throw await NotFoundAsync(id, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async ValueTask<bool> RemoveAsync(string id, string? actor, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (await core.Store.GetAsync(id, cancellationToken).ConfigureAwait(false) is null)
            return false;

        try
        {
            await ModifyAsync(id, new JobChange().Remove(), actor, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (JobNotFoundException)
        {
            return false;
        }
    }

    // A run beside the schedule: kept with the job, so that it outlives this process.
    public async ValueTask<JobRun> RunNowAsync(string id, string? actor, CancellationToken cancellationToken)
    {
        var current = await GetAsync(id, cancellationToken).ConfigureAwait(false);
        await core.CheckTimeAsync(cancellationToken).ConfigureAwait(false);
        var now = core.StoreTime();
        var runId = $"{id}#{Guid.CreateVersion7(now):N}";
        core.Waiters.Expect(runId);
        try
        {
            await AskAsync(current, runId, now, actor, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            core.Waiters.Forget(runId);
            throw;
        }

        dispatcher.Recruit();
        return new JobRun(runId, id, now, 1, RunOutcome.Pending);
    }

    private async ValueTask AskAsync(ScheduledJob current, string runId, DateTimeOffset now, string? actor, CancellationToken cancellationToken)
    {
        for (; ; )
        {
            if (current.Status == JobStatus.Parked)
                throw new JobStatusException(current, "run", $"It is parked: {current.Parked?.Reason} Mend it, or resume it, first.");

            var draft = new JobDraft(current)
            {
                Adds = new() { Kind = PendingKind.Manual, RunId = runId, ScheduledAt = now, DueAt = now, OffSchedule = true },
                Actor = actor,
            };
            var result = await SendAsync(draft, cancellationToken).ConfigureAwait(false);
            if (result.Status == CommitStatus.Committed)
                return;
            if (result.Status != CommitStatus.VersionConflict)
                throw await NotFoundAsync(current.Id, cancellationToken).ConfigureAwait(false);
            current = result.Job!;
        }
    }

    public ValueTask<JobRun> WaitAsync(JobRun run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new RunFollower(core, dispatcher, run).WaitAsync(cancellationToken);
    }

    public async ValueTask<ScheduledJob> RestoreAsync(string id, long version, string? reason, string? actor, CancellationToken cancellationToken)
    {
        for (string? after = null; ;)
        {
            var page = await HistoryAsync(id, after, 1000, cancellationToken).ConfigureAwait(false);
            if (page.Items.FirstOrDefault(kept => kept.Version == version) is { } found)
                return await RestoreAsync(id, found, reason, actor, cancellationToken).ConfigureAwait(false);
            after = page.Next ?? throw new ArgumentException($"Version {version} of the state of job '{id}' is not kept. GetStateHistoryAsync lists those that are.", nameof(version));
        }
    }

    // A version of an older schema is upgraded first, as it would be when it is read.
    private async ValueTask<ScheduledJob> RestoreAsync(string id, StateVersion version, string? reason, string? actor, CancellationToken cancellationToken)
    {
        var job = await GetAsync(id, cancellationToken).ConfigureAwait(false);
        var state = core.Handlers.Get(job.Handler).Upgrade(version.State, version.SchemaVersion);
        return await ModifyAsync(id, new JobChange().State(_ => state).Reason(reason).As(StateChangeKind.Restored), actor, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<JobPage<StateVersion>> HistoryAsync(string id, string? after, int pageSize, CancellationToken cancellationToken)
    {
        var archive = await ArchiveAsync(id, pageSize, cancellationToken).ConfigureAwait(false);
        return await archive.GetStateHistoryAsync(id, after, pageSize, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<JobPage<JobRun>> RunsAsync(string id, string? after, int pageSize, CancellationToken cancellationToken)
    {
        var archive = await ArchiveAsync(id, pageSize, cancellationToken).ConfigureAwait(false);
        return await archive.GetRunsAsync(id, after, pageSize, cancellationToken).ConfigureAwait(false);
    }

    public static void CheckPage(int pageSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageSize, 10_000);
    }

    private async ValueTask<IJobArchive> ArchiveAsync(string id, int pageSize, CancellationToken cancellationToken)
    {
        CheckPage(pageSize);
        await GetAsync(id, cancellationToken).ConfigureAwait(false);
        return core.Store as IJobArchive
            ?? throw new NotSupportedException($"The store '{core.StoreName}' keeps no past: neither versions of states nor runs. Use one that does, such as UseSqlite.");
    }

    private ValueTask<CommitResult> SendAsync(JobDraft draft, CancellationToken cancellationToken)
    {
        var commit = draft.ToCommit(core.StoreTime());
        commit.WantsJob = true;
        commit.Details = commit.Details! with { Node = core.Options.NodeName };
        return core.Committer.CommitAsync(commit, cancellationToken);
    }

    private ScheduledJob Told(ScheduledJob before, ScheduledJob after, JobDraft draft)
    {
        if (draft.Removes || (draft.Drops & PendingKind.Manual) != 0)
            core.Waiters.Dropped(before.Id, draft.Removes ? [] : after.Pending, dispatcher.Runs.IsInFlight);
        if (core.Events.HasListeners)
        {
            foreach (var told in ChangeNews.Of(before, after, draft))
                core.Events.Publish(told);
        }

        return after;
    }

    private async ValueTask<JobNotFoundException> NotFoundAsync(string id, CancellationToken cancellationToken) =>
        new(id, core.StoreName, await Suggestion.ForAsync(core.Store, id, cancellationToken).ConfigureAwait(false));
}
