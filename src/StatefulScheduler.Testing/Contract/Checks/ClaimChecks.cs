using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

internal static class ClaimChecks
{
    public static IEnumerable<JobStoreCheck> All =>
    [
        new("A job is claimed by one node only", OneNodeOnly),
        new("A paused job is not claimed", NotActive),
        new("A manual run is due whatever the status", ManualRun),
        new("Handlers that the node does not have are left, and NextDue does not name them", ForeignHandlers),
        new("A newer state schema is left to a newer node", NewerSchema),
        new("A claim shows the job as it is stored", ShowsTheJob),
        new("Fences rise by one with every claim of a job", FencesRise),
        new("A claim without room claims nothing and tells the time", WithoutRoom),
    ];

    private static async Task OneNodeOnly(TestedStore store)
    {
        await store.AddAsync("a");

        await store.ClaimOneAsync(Some.Request("node-1"), "a", "the claim of the first node");
        await store.ClaimNothingAsync(Some.Request("node-2"), "the claim of the second node");
        Expect.Equal(1, (await store.GetAsync("a")).RunningCount, "the open runs");
    }

    private static async Task WithoutRoom(TestedStore store)
    {
        await store.AddAsync("a");

        var asked = await store.ClaimAsync(room: 0);

        Expect.Sequence([], asked.Ids, "a claim without room");
        Expect.Equal(store.Now, asked.Result.Now, "Now of a claim without room");
        await store.ClaimOneAsync("a", "the claim after one without room");
    }

    private static async Task NotActive(TestedStore store)
    {
        foreach (var status in (JobStatus[])[JobStatus.Paused, JobStatus.Parked, JobStatus.Completed, JobStatus.Failed])
        {
            await store.AddAsync($"{status}");
            await store.SetStatusAsync($"{status}", status);
        }

        await store.AddAsync(store.Job("born paused", store.Now) with { Status = JobStatus.Paused });
        var claimed = await store.ClaimAsync();

        Expect.Sequence([], claimed.Ids, "what is claimed of jobs that are not active");
        Expect.Equal(null, claimed.Result.NextDue, "NextDue while no job is active");
        await store.SetStatusAsync("Paused", JobStatus.Active);
        await store.ClaimOneAsync("Paused", "the claim after the resume");
    }

    private static async Task ManualRun(TestedStore store)
    {
        foreach (var status in (JobStatus[])[JobStatus.Active, JobStatus.Paused, JobStatus.Completed, JobStatus.Failed])
        {
            var id = $"{status}";
            await store.AddAsync(store.Job(id, store.Now.AddHours(1)));
            await store.SetStatusAsync(id, status);
            await store.AddPendingAsync(id, Some.Manual(store.Now));

            var claim = await store.ClaimOneAsync(id, $"the claim of the manual run of a job that is {status}");
            Expect.Equal(status, claim.Status, "the status in the claim");
            Expect.Equal(PendingKind.Manual, claim.Pending?.Kind, "the kind of the claim's pending run");
            Expect.Equal("by-hand", claim.RunId, "the id of the run, which was promised");
            Expect.Equal(store.Now, claim.ScheduledAt, "the occurrence of the run");
            Expect.Equal(true, claim.Advanced, "whether the claim is off the schedule");
            await store.EndAsync(claim);
        }

        Expect.Equal(store.Now.AddHours(1), (await store.GetAsync("Active")).NextFireAt, "the next fire after the manual run");
    }

    private static async Task ForeignHandlers(TestedStore store)
    {
        await store.AddAsync(store.Job("foreign", store.Now) with { Plan = Some.Plan("foreign", store.Now) with { Handler = "elsewhere" } });
        await store.AddAsync(store.Job("mine", store.Now));
        await store.AddAsync(store.Job("later", store.Now.AddMinutes(1)));

        var claimed = await store.ClaimAsync(Some.Request() with { Lease = TimeSpan.FromHours(1) });
        Expect.Sequence(["mine"], claimed.Ids, "what a node without the other handler claims");
        Expect.Equal(false, claimed.Result.MoreDue, "MoreDue, when only a foreign job is left");
        Expect.Equal(store.Now.AddMinutes(1), claimed.Result.NextDue, "NextDue, when a foreign job is due");
        await store.ClaimOneAsync(Some.Request("node-2") with { Handlers = Some.HandlersOf(("elsewhere", 1)) }, "foreign", "the claim of the node that has the handler");
        await store.ClaimNothingAsync("the first node's next claim");
    }

    private static async Task NewerSchema(TestedStore store)
    {
        await store.AddAsync(store.Job("a", store.Now) with { StateSchema = 2 });

        var claimed = await store.ClaimAsync();
        Expect.Sequence([], claimed.Ids, "what a node claims that reads schema 1");
        Expect.Equal(null, claimed.Result.NextDue, "NextDue of a node that reads schema 1");
        var claim = await store.ClaimOneAsync(Some.Request("node-2") with { Handlers = Some.HandlersOf((Some.Handler, 3)) }, "a", "the claim of a node that reads schema 3");
        Expect.Equal(2, claim.StateSchema, "the schema in the claim");

        await store.CommittedAsync(Commits.End(claim, store.Now) with { State = Some.State(1), StateSchema = 3, StateVersion = 1, NextFireAt = store.Now });
        await store.ClaimNothingAsync(Some.Request() with { Handlers = Some.HandlersOf((Some.Handler, 2)) }, "the claim of a node that reads schema 2, of a state written in 3");
    }

    private static async Task ShowsTheJob(TestedStore store)
    {
        await store.AddAsync("a");
        await store.EndAsync(await store.ClaimOneAsync("a"));
        var due = store.Now.AddHours(1);
        await store.SetStateAsync("a", Some.State(5), 1);
        store.Advance(TimeSpan.FromMinutes(61));
        var job = await store.GetAsync("a");
        var claim = await store.ClaimOneAsync("a");

        Expect.Equal(job.Plan, claim.Plan, "the definition");
        Expect.Equal(Some.State(5), claim.State, "the state");
        Expect.Equal((2L, 2L, 1), (claim.Version, claim.StateVersion, claim.StateSchema), "version, state version and schema");
        Expect.Equal((due, due, ManualTime.Start), (claim.ScheduledAt, claim.NextFireAt, claim.PreviousFireAt), "occurrence, next and previous fire");
        Expect.Equal((JobStatus.Active, 1, 0L, 0, false), (claim.Status, claim.Attempt, claim.TookOver, claim.AbandonedRuns, claim.Advanced), "status, attempt, fence taken over, abandoned runs, advanced");
        Expect.Equal("a#2", claim.RunId, "the id of the run");
        Expect.Equal(null, claim.Pending, "the pending run");
    }

    private static async Task FencesRise(TestedStore store)
    {
        await store.AddAsync("a");
        await store.AddAsync("b");
        for (var fence = 1; fence <= 5; fence++)
        {
            var claims = (await store.ClaimAsync()).Claims;
            Expect.Sequence([fence, fence], claims.Select(claim => claim.Fence), "the fences of the two jobs");
            await store.CommittedAsync(Commits.End(claims[0], store.Now) with { NextFireAt = store.Now });
            await store.CommittedAsync(Commits.GiveBack(claims[1], store.Now));
        }
    }
}
