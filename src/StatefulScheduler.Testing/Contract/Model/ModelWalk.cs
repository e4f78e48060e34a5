using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// The random steps. What a step is decided on is read from the reference, which was just found to be like the store under test.
internal sealed class ModelWalk(StorePair stores, ModelDice dice, ManualTime time)
{
    private static readonly string[] Ids = ["a", "b", "c", "d", "e", "f"];
    private readonly List<ClaimPair> open = [];
    private readonly List<ClaimPair> closed = [];
    private readonly Dictionary<string, ScheduledJob> jobs = [];
    private readonly Dictionary<string, int> abandoned = [];
    private int promised;

    public async Task StepAsync()
    {
        await (dice.Below(30) switch
        {
            < 3 => AddAsync(),
            < 9 => ClaimAsync(),
            < 15 => EndAsync(),
            < 16 => AdvanceAsync(),
            < 18 => CheckpointAsync(),
            < 20 => LateAsync(),
            < 21 => GiveBackAsync(),
            < 22 => RenewAsync(),
            < 26 => CommandAsync(),
            < 27 => QueryAsync(),
            _ => StepTimeAsync(),
        });
        await RefreshAsync();
    }

    private async Task RefreshAsync()
    {
        foreach (var id in Ids)
        {
            if (await stores.SameJobAsync(id) is { } job)
                jobs[id] = job;
            else
                jobs.Remove(id);
        }
    }

    private Task AddAsync() => stores.AddAsync([.. Enumerable.Range(0, 1 + dice.Below(3)).Select(_ => Addition())]);

    private JobAddition Addition()
    {
        var id = dice.From(Ids);
        var paused = dice.OneIn(6);
        return new()
        {
            Plan = Some.Plan(id, time.Now) with
            {
                RunSlots = 1 + dice.Below(3),
                Priority = dice.Below(3),
                History = dice.Of(StateHistoryPolicy.None, StateHistoryPolicy.Decisions with { Count = 3 }, StateHistoryPolicy.All(4), StateHistoryPolicy.All(50)),
                Options = new() { Tags = dice.OneIn(2) ? ["tag"] : [] },
            },
            State = State(),
            Status = paused ? JobStatus.Paused : JobStatus.Active,
            Pause = paused ? new(time.Now, "ada", null) : null,
            NextFireAt = dice.OneIn(8) ? null : Soon(),
            Actor = dice.Of(null, "ada"),
            Reason = dice.Of(null, "why not"),
        };
    }

    private async Task ClaimAsync()
    {
        foreach (var dead in open.Where(IsOneOfSeveral).ToList())
            await stores.RenewAsync(dead, Some.Lease);
        if (open.Any(IsOneOfSeveral))
            return;
        foreach (var suspect in open.Where(IsSuspect).DistinctBy(claim => claim.Reference.Handle).Skip(1).Select(claim => claim.Reference.Handle).ToList())
            await EndAllAsync(suspect);

        // Whether NextDue names the end of a lease that nobody can take over while the job is paused is the store's affair.
        var comparesNextDue = jobs.Values.All(job => job.Status == JobStatus.Active || job.RunningCount == 0);
        foreach (var claim in await stores.ClaimAsync(Some.Request(dice.Of("node-1", "node-2")), comparesNextDue))
        {
            Close(other => other.Reference.Fence == claim.Reference.TookOver && other.Reference.Handle == claim.Reference.Handle);
            open.Add(claim);
            abandoned[claim.Reference.Plan.Id] = claim.Reference.AbandonedRuns;
        }
    }

    // Which of several jobs that were abandoned twice has its turn is the store's affair: there is one here at most.
    private bool IsSuspect(ClaimPair claim)
    {
        var isDead = claim.LeaseUntil <= time.Now;
        return isDead
            ? abandoned[claim.Reference.Plan.Id] > 0 || open.Exists(other => other != claim && other.LeaseUntil <= time.Now && other.Reference.Handle == claim.Reference.Handle)
            : claim.Reference is { TookOver: not 0, AbandonedRuns: > 1 };
    }

    private async Task EndAllAsync(object? handle)
    {
        foreach (var claim in open.Where(claim => claim.Reference.Handle == handle).ToList())
            await stores.CommitAsync(new CommitPair("an end", claim, Commits.End(claim.Reference, time.Now)));
        Close(claim => claim.Reference.Handle == handle);
    }

    // A dead run of a job that can be claimed for something else too: which of them gets the lower fence is the store's affair.
    private bool IsOneOfSeveral(ClaimPair claim) =>
        claim.LeaseUntil <= time.Now
        && jobs.TryGetValue(claim.Reference.Plan.Id, out var job)
        && (job.Plan.RunSlots > 1 || job.RunningCount > 1)
        && (job.NextFireAt <= time.Now
            || job.Pending.Any(pending => pending.DueAt <= time.Now)
            || open.Exists(other => other != claim && other.LeaseUntil <= time.Now && other.Reference.Handle == claim.Reference.Handle));

    private async Task EndAsync()
    {
        var ends = new List<CommitPair>();
        for (var count = 1 + dice.Below(3); count > 0 && open.Count > 0; count--)
        {
            var claim = dice.From(open);
            ends.Add(End(claim));
            if (dice.OneIn(5))
                ends.Add(ends[^1]); // Sent twice.
        }

        if (ends.Count == 0)
            return;
        var answers = await stores.CommitAsync([.. ends]);
        for (var index = 0; index < ends.Count; index++)
        {
            var end = ends[index].Reference;
            if (answers[index] is CommitStatus.Committed or CommitStatus.Gone)
                Close(claim => claim.Reference.Fence == end.Fence && claim.Reference.Handle == end.Handle);
        }
    }

    private CommitPair End(ClaimPair pair)
    {
        var claim = pair.Reference;
        var end = Commits.End(claim, time.Now, dice.Of(RunOutcome.Succeeded, RunOutcome.Succeeded, RunOutcome.Failed, RunOutcome.TimedOut, RunOutcome.Abandoned)) with
        {
            WantsJob = dice.OneIn(2),
            MovesSchedule = !claim.Advanced && !dice.OneIn(8),
            NextFireAt = dice.OneIn(10) ? null : Soon(),
        };
        end = WithState(end, claim);
        if (end.NextFireAt is null && end.MovesSchedule && StatusOf(claim) == JobStatus.Active)
            end.Status = dice.Of(JobStatus.Completed, JobStatus.Failed);
        if (end.Outcome == RunOutcome.Failed && dice.OneIn(2))
            return new("an end with a retry", pair, end with { MovesSchedule = false, Status = null, Details = new() { Adds = Retry(claim), Error = new("E", "failed", null) } });
        if (dice.OneIn(25))
            return new("an end that removes", pair, end with { Removes = true });
        return new("an end", pair, end with { Details = new() { Result = dice.OneIn(2) ? default : JobValue.Parse("1.10") } });
    }

    // Mostly decided on the state as it is; now and then on the state as it was claimed, which may be out of date.
    private JobCommit WithState(JobCommit commit, in JobClaim claim)
    {
        if (dice.OneIn(3))
            return commit;
        var version = dice.OneIn(3) || !jobs.TryGetValue(claim.Plan.Id, out var job) ? claim.StateVersion : job.StateVersion;
        return commit with { State = State(), StateSchema = 1, StateVersion = version };
    }

    private PendingRun Retry(in JobClaim claim) => new()
    {
        Kind = claim.Pending is { Kind: PendingKind.Manual } ? PendingKind.Manual : PendingKind.Retry,
        RunId = claim.Pending?.RunId,
        ScheduledAt = claim.ScheduledAt,
        DueAt = Soon(),
        Attempt = claim.Attempt + 1,
        FirstAttemptAt = claim.ScheduledAt,
        OffSchedule = claim.Advanced,
    };

    private async Task AdvanceAsync()
    {
        if (open.Count == 0)
            return;
        var claim = dice.From(open);
        var answers = await stores.CommitAsync(new CommitPair("a move of the schedule", claim, Commits.Advance(claim.Reference, Soon(), time.Now) with { WantsJob = true }));
        if (answers[0] != CommitStatus.Committed)
            return;
        open.Remove(claim);
        open.Add(claim.Advanced());
    }

    private async Task CheckpointAsync()
    {
        if (open.Count == 0)
            return;
        var claim = dice.From(open);
        await stores.CommitAsync(new CommitPair("a checkpoint", claim, WithState(Commits.ByRun(claim.Reference, time.Now), claim.Reference)));
    }

    // The store may remember for longer than the reference that a fence was committed: only that nothing is changed is compared then.
    private async Task LateAsync()
    {
        if (closed.Count == 0)
            return;
        var claim = closed[^(1 + dice.Below(Math.Min(closed.Count, 5)))];
        if (jobs.TryGetValue(claim.Reference.Plan.Id, out var job) && job.LastRun?.Fence != claim.Reference.Fence)
            await stores.CommitAsync(new CommitPair("a late checkpoint", claim, Commits.Checkpoint(claim.Reference, State(), job.StateVersion, time.Now)));
        else
            await stores.CommitAsync(new CommitPair("an end again", claim, Commits.End(claim.Reference, time.Now) with { WantsJob = true }));
    }

    private async Task GiveBackAsync()
    {
        if (open.Count == 0)
            return;
        var claim = dice.From(open);
        if ((await stores.CommitAsync(new CommitPair("a claim given back", claim, Commits.GiveBack(claim.Reference, time.Now))))[0] == CommitStatus.Committed)
            open.Remove(claim); // What a second end of it is answered is the store's affair.
    }

    private Task RenewAsync() => open.Count + closed.Count == 0
        ? Task.CompletedTask
        : stores.RenewAsync(dice.From(open.Count == 0 || (closed.Count > 0 && dice.OneIn(4)) ? closed : open), TimeSpan.FromSeconds(5 + dice.Below(60)));

    private async Task CommandAsync()
    {
        var id = dice.From(Ids);
        var command = Commits.Command(id, time.Now) with { RaisesVersion = true, WantsJob = dice.OneIn(2) };
        if (!jobs.TryGetValue(id, out var job))
        {
            await stores.CommitAsync(new CommitPair($"a command for '{id}', which is not there", command));
            return;
        }

        var commit = Command(command, job);
        if (dice.OneIn(3))
            commit.Version = dice.OneIn(4) ? job.Version + 1 : job.Version;
        await stores.CommitAsync(new CommitPair($"{commit.Kind} '{id}' status {commit.Status} moves {commit.MovesSchedule} removes {commit.Removes} state {commit.State}", commit));
    }

    private JobCommit Command(JobCommit command, ScheduledJob job) => dice.Below(12) switch
    {
        0 or 1 => command with { Kind = StateChangeKind.Paused, Status = JobStatus.Paused, Details = new() { Pause = new(time.Now, "ada", "stop") } },
        2 or 3 => command with { Kind = StateChangeKind.Resumed, Status = JobStatus.Active, MovesSchedule = dice.OneIn(2), NextFireAt = Soon(), PreviousFireAt = job.PreviousFireAt },
        4 or 5 => command with { State = State(), StateSchema = 1, StateVersion = dice.OneIn(5) ? 1 : job.StateVersion, Details = new() { Actor = "bob", Reason = "so" } },
        6 => command with { MovesSchedule = true, NextFireAt = Soon(), PreviousFireAt = job.PreviousFireAt },
        7 or 8 => command with { RaisesVersion = false, Details = new() { Adds = Some.Manual(Soon(), $"promised-{++promised}") } },
        9 => command with { Details = new() { Drops = dice.Of(PendingKind.Manual, PendingKind.Retry, PendingKind.Manual | PendingKind.Retry) } },
        10 => command with { Details = new() { Plan = job.Plan with { Priority = dice.Below(3), RunSlots = 1 + dice.Below(3) } } },
        _ => dice.OneIn(3) ? command with { Removes = true } : command with { Status = JobStatus.Parked, Details = new() { Parked = new("STS3001", "does not fit") } },
    };

    private async Task QueryAsync()
    {
        await stores.SameQueryAsync(new()
        {
            Statuses = dice.OneIn(2) ? [] : [dice.Of(JobStatus.Active, JobStatus.Paused)],
            Tags = dice.OneIn(2) ? [] : ["tag"],
            NextFireFrom = dice.OneIn(3) ? time.Now : null,
            State = dice.OneIn(2) ? [] : [new("n", dice.Of(StateComparison.AtLeast, StateComparison.LessThan, StateComparison.Exists, StateComparison.NotEqual), dice.Below(50))],
            OrderBy = dice.Of(Enum.GetValues<JobOrder>()),
            Descending = dice.OneIn(2),
            PageSize = 1 + dice.Below(6),
        });
        foreach (var id in Ids)
            await stores.SameHistoryAsync(id);
    }

    private Task StepTimeAsync()
    {
        var step = dice.OneIn(4) ? Some.Lease : TimeSpan.FromSeconds(1 + dice.Below(15));
        stores.Note($"the clock moves by {step}");
        time.Advance(step);
        return Task.CompletedTask;
    }

    private void Close(Predicate<ClaimPair> which)
    {
        closed.AddRange(open.Where(claim => which(claim)));
        open.RemoveAll(which);
    }

    private JobStatus? StatusOf(in JobClaim claim) => jobs.TryGetValue(claim.Plan.Id, out var job) ? job.Status : null;

    // Mostly different instants, so that what is due first is beyond doubt.
    private DateTimeOffset Soon() => time.Now.AddMilliseconds(dice.Below(60_000) - 20_000);

    private JobState State() => JobState.Parse(FormattableString.Invariant($$"""{ "n" : {{dice.Below(50)}}, "name":"中文" }"""));
}
