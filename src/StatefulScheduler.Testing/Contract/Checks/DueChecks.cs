namespace StatefulScheduler.Testing;

internal static class DueChecks
{
    public static IEnumerable<JobStoreCheck> All =>
    [
        new("A job is claimed when it is due, and not before", NotBefore),
        new("A job without a next fire is not due", NoNextFire),
        new("NextDue names the next due job or lease end", NextDue),
        new("A running job is not due until its run ends", RunningHolds),
        new("A reschedule makes a job due at its new time", Reschedule),
        new("DueEarlier is raised for an earlier job", DueEarlier),
        new("DueEarlier is raised when a resume, a reschedule, a pending run or a claim given back makes a job due", DueEarlierByCommit),
    ];

    private static async Task NotBefore(TestedStore store)
    {
        await store.AddAsync(store.Job("a", store.Now.AddSeconds(1)));

        await store.ClaimNothingAsync("the claim a second before");
        store.Advance(TimeSpan.FromMilliseconds(999));
        await store.ClaimNothingAsync("the claim a millisecond before");
        store.Advance(TimeSpan.FromMilliseconds(1));
        await store.ClaimOneAsync("a", "the claim on time");
    }

    private static async Task NoNextFire(TestedStore store)
    {
        await store.AddAsync(store.Job("a", null));
        store.Advance(TimeSpan.FromDays(400));
        var claimed = await store.ClaimAsync();

        Expect.Sequence([], claimed.Ids, "what is claimed");
        Expect.Equal(null, claimed.Result.NextDue, "NextDue");
    }

    private static async Task NextDue(TestedStore store)
    {
        await store.AddAsync(store.Job("far", store.Now.AddHours(2)));
        await store.AddAsync(store.Job("near", store.Now.AddSeconds(10)));
        await store.AddAsync(store.Job("now", store.Now));
        await store.AddAsync(store.Job("paused", store.Now) with { Status = JobStatus.Paused });
        var start = store.Now;

        var first = await store.ClaimAsync();
        Expect.Equal((start.AddSeconds(10), start), (first.Result.NextDue, first.Result.Now), "NextDue and Now: the next job comes before the lease ends");
        store.Advance(TimeSpan.FromSeconds(10));
        var second = await store.ClaimAsync();
        Expect.Equal(start + Some.Lease, second.Result.NextDue, "NextDue: the first lease ends before the next job comes");
        await store.EndAsync(first.Claims[0]);
        var third = await store.ClaimAsync();
        Expect.Equal(start.AddSeconds(10) + Some.Lease, third.Result.NextDue, "NextDue: the second lease ends before the next job comes");
        await store.EndAsync(second.Claims[0]);
        Expect.Equal(start.AddHours(1).AddSeconds(10), (await store.ClaimAsync()).Result.NextDue, "NextDue: nothing runs, the first job is due in an hour");
    }

    private static async Task RunningHolds(TestedStore store)
    {
        await store.AddAsync("a");
        var claim = await store.ClaimOneAsync("a");
        await store.CommittedAsync(Commits.Checkpoint(claim, Some.State(1), 1, store.Now));
        await store.ClaimNothingAsync("the claim while the run is open");
        await store.CommittedAsync(Commits.End(claim, store.Now) with { NextFireAt = store.Now });

        await store.ClaimOneAsync("a", "the claim after the run");
    }

    private static async Task Reschedule(TestedStore store)
    {
        await store.AddAsync(store.Job("a", store.Now.AddHours(1)));
        await store.CommittedAsync(Commits.Command("a", store.Now) with { MovesSchedule = true, NextFireAt = store.Now.AddMinutes(1), RaisesVersion = true });

        Expect.Equal(store.Now.AddMinutes(1), (await store.ClaimAsync()).Result.NextDue, "NextDue after a reschedule to earlier");
        await store.CommittedAsync(Commits.Command("a", store.Now) with { MovesSchedule = true, NextFireAt = store.Now.AddMinutes(5), RaisesVersion = true });
        store.Advance(TimeSpan.FromMinutes(2));
        await store.ClaimNothingAsync("the claim at the time that was given up");
        store.Advance(TimeSpan.FromMinutes(3));
        Expect.Equal(store.Now, (await store.ClaimOneAsync("a")).ScheduledAt, "the occurrence");
    }

    private static async Task DueEarlier(TestedStore store)
    {
        await store.AddAsync(store.Job("later", store.Now.AddHours(1)));
        await store.ClaimAsync();

        await store.RaisesDueEarlierAsync(() => store.AddAsync(store.Job("earlier", store.Now.AddMinutes(1))), "adding a job that is due earlier");
    }

    private static async Task DueEarlierByCommit(TestedStore store)
    {
        await store.AddAsync(store.Job("later", store.Now.AddHours(1)));
        await store.AddAsync(store.Job("paused", store.Now) with { Status = JobStatus.Paused });
        await store.ClaimAsync();

        await store.RaisesDueEarlierAsync(() => store.SetStatusAsync("paused", JobStatus.Active), "resuming an overdue job");
        var claim = await store.ClaimOneAsync("paused");
        await store.RaisesDueEarlierAsync(() => store.CommittedAsync(Commits.GiveBack(claim, store.Now)), "giving a claim back");
        await store.ClaimOneAsync("paused");
        await store.RaisesDueEarlierAsync(() => store.AddPendingAsync("later", Some.Manual(store.Now)), "asking for a run by hand");
        await store.EndAsync(await store.ClaimOneAsync("later"));
        await store.ClaimNothingAsync("the claim after both");
        await store.RaisesDueEarlierAsync(
            () => store.CommittedAsync(Commits.Command("later", store.Now) with { MovesSchedule = true, NextFireAt = store.Now.AddSeconds(1) }),
            "rescheduling a job to earlier");
    }
}
