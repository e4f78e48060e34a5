using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

internal static class PendingChecks
{
    public static IEnumerable<JobStoreCheck> All =>
    [
        new("A retry makes the job's own occurrences wait", RetryFirst),
        new("A retry of a paused job waits for the resume", RetryOfPaused),
        new("A pending run leaves the job when it is claimed", LeavesWhenClaimed),
        new("Of what waits, the earliest due is claimed first", EarliestFirst),
        new("A run by hand waits for a free slot only, a retry for the schedule besides", WaitsForHolder),
        new("Pending runs are dropped by their kind, before one is added", Drops),
    ];

    private static async Task RetryFirst(TestedStore store)
    {
        await store.AddAsync("a");
        var claim = await store.ClaimOneAsync("a");
        var retry = Some.Retry(store.Now.AddMinutes(10), claim.ScheduledAt);
        await store.CommittedAsync(Commits.ByRun(claim, store.Now) with
        {
            EndsRun = true,
            Outcome = RunOutcome.Failed,
            Details = new() { Adds = retry },
        });

        var waiting = await store.ClaimAsync();
        Expect.Sequence([], waiting.Ids, "what is claimed while the retry waits, though the occurrence is overdue");
        Expect.Equal(store.Now.AddMinutes(10), waiting.Result.NextDue, "NextDue while the retry waits");
        store.Advance(TimeSpan.FromMinutes(10));
        var second = await store.ClaimOneAsync("a", "the claim of the retry");
        Expect.Equal(retry, second.Pending, "the pending run of the claim");
        Expect.Equal((2, claim.ScheduledAt, false), (second.Attempt, second.ScheduledAt, second.Advanced), "attempt, occurrence, and whether the schedule has left it");
        await store.CommittedAsync(Commits.End(second, store.Now) with { NextFireAt = store.Now });
        Expect.Equal(null, (await store.ClaimOneAsync("a", "the claim after the retry")).Pending, "the pending run of the job's own occurrence");
    }

    private static async Task RetryOfPaused(TestedStore store)
    {
        await store.AddAsync("a");
        await store.AddPendingAsync("a", Some.Retry(store.Now, store.Now));
        await store.SetStatusAsync("a", JobStatus.Paused);
        await store.ClaimNothingAsync("the claim of a retry of a paused job");
        await store.SetStatusAsync("a", JobStatus.Active);

        Expect.Equal(PendingKind.Retry, (await store.ClaimOneAsync("a")).Pending?.Kind, "the pending run after the resume");
    }

    private static async Task LeavesWhenClaimed(TestedStore store)
    {
        await store.AddAsync(store.Job("a", store.Now.AddHours(1)));
        await store.AddPendingAsync("a", Some.Manual(store.Now, "one"));
        await store.AddPendingAsync("a", Some.Manual(store.Now, "two"));

        var claim = await store.ClaimOneAsync("a");
        Expect.Equal("one", claim.RunId, "the run that is claimed first");
        Expect.Sequence(["two"], (await store.GetAsync("a")).Pending.Select(pending => pending.RunId), "the runs that still wait");
        await store.ClaimNothingAsync("the claim while the only slot is taken");
        await store.EndAsync(claim);
        Expect.Equal("two", (await store.ClaimOneAsync("a")).RunId, "the run that is claimed second");
    }

    private static async Task EarliestFirst(TestedStore store)
    {
        var start = store.Now;
        await store.AddAsync(store.Job("a", start.AddMinutes(2)));
        await store.AddPendingAsync("a", Some.Manual(start.AddMinutes(3), "third"));
        await store.AddPendingAsync("a", Some.Manual(start.AddMinutes(1), "first"));
        store.Advance(TimeSpan.FromMinutes(5));

        await EndAsync("first");
        await EndAsync("a#2");
        await EndAsync("third");

        async Task EndAsync(string runId)
        {
            var claim = await store.ClaimOneAsync("a");
            Expect.Equal(runId, claim.RunId, "the run");
            await store.EndAsync(claim);
        }
    }

    private static async Task WaitsForHolder(TestedStore store)
    {
        await store.AddAsync(store.Job("a", store.Now) with { Plan = Some.Plan("a", store.Now) with { RunSlots = 2 } });
        var holder = await store.ClaimOneAsync("a");
        await store.AddPendingAsync("a", Some.Retry(store.Now, store.Now));
        await store.ClaimNothingAsync("the claim of a retry while an open run holds the schedule");
        await store.AddPendingAsync("a", Some.Manual(store.Now, "one"));
        await store.AddPendingAsync("a", Some.Manual(store.Now, "two"));

        var manual = await store.ClaimOneAsync("a", "the claim of a run by hand while an open run holds the schedule");
        Expect.Equal("one", manual.RunId, "the run");
        await store.ClaimNothingAsync("the claim with both slots taken");
        await store.EndAsync(manual);
        Expect.Equal("two", (await store.ClaimOneAsync("a", "the claim with a slot free again")).RunId, "the run");
        await store.EndAsync(holder);
        Expect.Equal(PendingKind.Retry, (await store.ClaimOneAsync("a", "the claim after the holder's end")).Pending?.Kind, "the pending run");
    }

    private static async Task Drops(TestedStore store)
    {
        await store.AddAsync(store.Job("a", store.Now.AddHours(1)));
        await store.AddPendingAsync("a", Some.Manual(store.Now.AddMinutes(1)));
        await store.AddPendingAsync("a", Some.Retry(store.Now.AddMinutes(2), store.Now));

        await DropAsync(PendingKind.None, null, "Manual, Retry");
        await DropAsync(PendingKind.Retry, Some.Retry(store.Now.AddMinutes(3), store.Now), "Manual, Retry");
        Expect.Equal(store.Now.AddMinutes(3), (await store.GetAsync("a")).Pending[1].DueAt, "when the new retry is due");
        await DropAsync(PendingKind.Manual, null, "Retry");
        await DropAsync(PendingKind.Manual | PendingKind.Retry, null, string.Empty);

        async Task DropAsync(PendingKind kinds, PendingRun? added, string left)
        {
            await store.CommittedAsync(Commits.Command("a", store.Now) with { Details = new() { Drops = kinds, Adds = added } });
            Expect.Equal(left, string.Join(", ", (await store.GetAsync("a")).Pending.Select(pending => pending.Kind)), $"what waits after dropping {kinds}");
        }
    }
}
