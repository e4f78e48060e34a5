using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

internal static class CommitChecks
{
    public static IEnumerable<JobStoreCheck> All =>
    [
        new("A version conflict changes nothing and keeps the run open", Conflict),
        new("A conflict is answered with the job as it is", ConflictShowsTheJob),
        new("A commit that names no version is stored whatever the version", NoVersion),
        new("The state version moves with the state, the version with decisions", Counters),
        new("A checkpoint stays though its run is abandoned", Checkpoint),
        new("A commit is answered with the job where it is wanted", WantsJob),
        new("A status that comes alone clears who paused and why it was parked", ClearsReasons),
        new("The end of a finished job's last run sets FinishedAt, and a resume clears it", FinishedAt),
        new("A job for which a retry waits is not finished", RetryKeepsActive),
        new("A new definition counts from the commit that brings it", NewPlan),
        new("A run's own commit removes its job", RunRemoves),
    ];

    private static async Task Conflict(TestedStore store)
    {
        await store.AddAsync("a");
        var claim = await store.ClaimOneAsync("a");
        await store.SetStateAsync("a", Some.State(1), 1);
        var end = Commits.End(claim, store.Now);
        var retry = new JobCommitDetails { Adds = Some.Retry(store.Now, store.Now) };

        await store.RefusedAsync(CommitStatus.VersionConflict, end with { State = Some.State(2), StateSchema = 1, StateVersion = 1, Details = retry }, "an end with a state that is out of date");
        await store.RefusedAsync(CommitStatus.VersionConflict, end with { ChecksState = true, StateVersion = 1 }, "an end that checks the state version");
        await store.RefusedAsync(CommitStatus.VersionConflict, end with { Removes = true, ChecksState = true, StateVersion = 1 }, "a removal that checks the state version");
        await store.RefusedAsync(CommitStatus.VersionConflict, end with { Version = 1, Status = JobStatus.Paused }, "an end that is decided against an older version");
        await store.RefusedAsync(CommitStatus.VersionConflict, end with { Version = 3 }, "an end that is decided against a newer version");
        await store.RefusedAsync(CommitStatus.VersionConflict, Commits.Checkpoint(claim, Some.State(2), 1, store.Now), "a checkpoint that is out of date");
        await store.RefusedAsync(CommitStatus.VersionConflict, Commits.Command("a", store.Now) with { Version = 1, RaisesVersion = true }, "a command that is out of date");
        Expect.Equal(true, await store.RenewAsync(claim, Some.Lease), "whether the run can still be renewed");
        await store.CommittedAsync(end with { State = Some.State(2), StateSchema = 1, StateVersion = 2, Version = 2 }, "the end that was decided again");
    }

    private static async Task ConflictShowsTheJob(TestedStore store)
    {
        await store.AddAsync("a");
        await store.SetStateAsync("a", Some.State(1), 1);
        var result = await store.CommitAsync(Commits.Command("a", store.Now) with { State = Some.State(2), StateSchema = 1, StateVersion = 1 });

        Expect.Status(CommitStatus.VersionConflict, result, "the answer");
        Expect.Equal(await store.PortraitAsync("a"), Portrait.Of(result.Job), "the job in the answer");
        Expect.Equal(2L, result.StateVersion, "the state version in the answer");
    }

    private static async Task NoVersion(TestedStore store)
    {
        await store.AddAsync("a");
        await store.SetStateAsync("a", Some.State(1), 1);

        await store.CommittedAsync(Commits.Command("a", store.Now) with { Status = JobStatus.Paused, RaisesVersion = true, StateVersion = 1 }, "a command without state, that names an older state version");
        await store.CommittedAsync(Commits.Command("a", store.Now) with { Version = 3, State = Some.State(2), StateSchema = 1, StateVersion = 2 }, "a command that names both versions as they are");
    }

    private static async Task Counters(TestedStore store)
    {
        await store.AddAsync("a");
        var result = await store.SetStateAsync("a", Some.State(1), 1);
        Expect.Equal(2L, result.StateVersion, "the state version in the answer to a new state");
        await VersionsAsync(2, 2, "a command with state");
        await store.SetStatusAsync("a", JobStatus.Active);
        await VersionsAsync(3, 2, "a command without state");
        var claim = await store.ClaimOneAsync("a");
        await VersionsAsync(3, 2, "a claim");
        await store.CommittedAsync(Commits.Checkpoint(claim, Some.State(2), 2, store.Now));
        await VersionsAsync(3, 3, "a checkpoint");
        result = await store.EndAsync(claim);
        Expect.Equal(3L, result.StateVersion, "the state version in the answer to an end without state");
        await VersionsAsync(3, 3, "an end without state");

        async Task VersionsAsync(long version, long state, string after)
        {
            var job = await store.GetAsync("a");
            Expect.Equal((version, state), (job.Version, job.StateVersion), $"version and state version after {after}");
        }
    }

    private static async Task Checkpoint(TestedStore store)
    {
        await store.AddAsync("a");
        var claim = await store.ClaimOneAsync("a");
        await store.CommittedAsync(Commits.Checkpoint(claim, Some.State(1), 1, store.Now));
        await store.CommittedAsync(Commits.Checkpoint(claim, Some.State(2), 2, store.Now));
        Expect.Equal(1, (await store.GetAsync("a")).RunningCount, "the open runs after two checkpoints");
        store.Advance(Some.Lease);
        var next = await store.ClaimOneAsync("a", "the claim after the lease");

        Expect.Equal((Some.State(2), 3L), (next.State, next.StateVersion), "state and state version of the next run");
    }

    private static async Task WantsJob(TestedStore store)
    {
        await store.AddAsync("a");
        var wanted = await store.CommittedAsync(Commits.Command("a", store.Now) with { State = Some.State(1), StateSchema = 1, StateVersion = 1, RaisesVersion = true, WantsJob = true });

        Expect.Equal(await store.PortraitAsync("a"), Portrait.Of(wanted.Job), "the job in the answer to a command");
        var ended = await store.CommittedAsync(Commits.End(await store.ClaimOneAsync("a"), store.Now) with { WantsJob = true });
        Expect.Equal(await store.PortraitAsync("a"), Portrait.Of(ended.Job), "the job in the answer to the end of a run");
        Expect.Equal(0, ended.Job?.RunningCount, "the open runs in that answer");
    }

    private static async Task ClearsReasons(TestedStore store)
    {
        await store.AddAsync("a");
        var pause = new PauseInfo(store.Now, "ada", "maintenance");
        await store.CommittedAsync(Commits.Command("a", store.Now) with { Status = JobStatus.Paused, RaisesVersion = true, Details = new() { Pause = pause } });
        Expect.Equal(pause, (await store.GetAsync("a")).Pause, "the pause");
        var park = new ParkInfo("STS3001", "the state does not fit");
        await store.CommittedAsync(Commits.Command("a", store.Now) with { Status = JobStatus.Parked, RaisesVersion = true, Details = new() { Parked = park } });
        Expect.Equal((null, park), ((await store.GetAsync("a")).Pause, (await store.GetAsync("a")).Parked), "pause and reason of a job that is parked");
        await store.SetStatusAsync("a", JobStatus.Active);
        Expect.Equal((null, null), ((await store.GetAsync("a")).Pause, (await store.GetAsync("a")).Parked), "pause and reason after the resume");
    }

    private static async Task FinishedAt(TestedStore store)
    {
        foreach (var (id, status) in ((string, JobStatus)[])[("a", JobStatus.Completed), ("b", JobStatus.Failed)])
            await FinishAsync(store, id, status);
    }

    private static async Task FinishAsync(TestedStore store, string id, JobStatus status)
    {
        await store.AddAsync(id);
        var claim = await store.ClaimOneAsync(id);
        Expect.Equal(null, (await store.GetAsync(id)).FinishedAt, "FinishedAt of a running job");
        var finished = store.Now;
        await store.CommittedAsync(Commits.End(claim, finished) with { NextFireAt = null, Status = status });
        store.Advance(TimeSpan.FromMinutes(1));
        await store.CommittedAsync(Commits.Command(id, store.Now) with { RaisesVersion = true });

        Expect.Equal(finished, (await store.GetAsync(id)).FinishedAt, $"FinishedAt of a job that is {status}");
        await store.ClaimNothingAsync($"the claim of a job that is {status}");
        await store.SetStatusAsync(id, JobStatus.Active);
        Expect.Equal(null, (await store.GetAsync(id)).FinishedAt, "FinishedAt after the resume");
    }

    private static async Task RetryKeepsActive(TestedStore store)
    {
        await store.AddAsync("a");
        await store.AddPendingAsync("a", Some.Retry(store.Now.AddMinutes(1), store.Now));
        await store.CommittedAsync(Commits.Command("a", store.Now) with { Status = JobStatus.Completed, RaisesVersion = true });
        Expect.Equal((JobStatus.Active, null), ((await store.GetAsync("a")).Status, (await store.GetAsync("a")).FinishedAt), "status and FinishedAt while a retry waits");
        await store.CommittedAsync(Commits.Command("a", store.Now) with { Status = JobStatus.Completed, Details = new() { Drops = PendingKind.Retry } });

        Expect.Equal(JobStatus.Completed, (await store.GetAsync("a")).Status, "the status after a commit that drops the retry and finishes the job");
    }

    private static async Task NewPlan(TestedStore store)
    {
        await store.AddAsync("a");
        var plan = Some.Plan("a", store.Now) with { Handler = "other", Trigger = Trigger.At(store.Now.AddDays(1)), Priority = 3, RunSlots = 2, Declaration = "{}" };
        await store.CommittedAsync(Commits.Command("a", store.Now) with { RaisesVersion = true, Details = new() { Plan = plan } });

        Expect.Equal(plan, (await store.GetAsync("a")).Plan, "the definition");
        await store.ClaimNothingAsync("the claim of a node that has the old handler only");
        var claim = await store.ClaimOneAsync(Some.Request("node-2") with { Handlers = Some.HandlersOf(("other", 1)) }, "a", "the claim of a node that has the new handler");
        Expect.Equal(plan, claim.Plan, "the definition in the claim");
    }

    private static async Task RunRemoves(TestedStore store)
    {
        await store.AddAsync("a");
        var end = Commits.End(await store.ClaimOneAsync("a"), store.Now) with { Removes = true };
        await store.CommittedAsync(end);

        Expect.Equal(null, await store.FindAsync("a"), "the job");
        Expect.Status(CommitStatus.Gone, await store.CommitAsync(end), "the same commit again");
        await store.AddAsync("a");
        Expect.Equal(1L, (await store.ClaimOneAsync("a", "the claim of a new job with the same id")).StateVersion, "its state version");
    }
}
