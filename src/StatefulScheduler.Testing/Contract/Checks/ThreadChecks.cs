using System.Collections.Concurrent;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

internal static class ThreadChecks
{
    private const int Threads = 8;
    private const int Jobs = 200;

    public static IEnumerable<JobStoreCheck> All =>
    [
        new("Many threads claiming at once never get the same job", Claims),
        new("Many threads adding one id add it once", Adds),
        new("Many threads changing one state lose no change", Changes),
        new("A run that many threads end at once is ended once", Ends),
        new("Many threads claiming at once open no more runs than there are slots", Slots),
    ];

    private static async Task Claims(TestedStore store)
    {
        await store.AddAllAsync([.. Enumerable.Range(0, Jobs).Select(number => store.Job($"{number:000}", store.Now))]);
        var claimed = new ConcurrentBag<string>();
        await TogetherAsync(async thread =>
        {
            for (Claimed found; (found = await store.ClaimAsync(Some.Request($"node-{thread}"), 1 + (thread % 3))).Result.Count > 0;)
            {
                foreach (var id in found.Ids)
                    claimed.Add(id);
            }
        });

        Expect.Sequence(Enumerable.Range(0, Jobs).Select(number => $"{number:000}"), claimed.Order(StringComparer.Ordinal), "what all threads have claimed");
    }

    private static async Task Adds(TestedStore store)
    {
        for (var round = 0; round < 20; round++)
        {
            var added = 0;
            await TogetherAsync(async thread =>
            {
                if ((await store.AddAllAsync(store.Job($"{round}", null) with { State = Some.State(thread) }))[0].Added)
                    Interlocked.Increment(ref added);
            });
            Expect.Equal(1, added, "how many threads were told that they added the job");
        }
    }

    private static async Task Changes(TestedStore store)
    {
        await store.AddAsync(store.Job("a", null));
        await TogetherAsync(async _ =>
        {
            for (var change = 0; change < 20; change++)
                await IncrementAsync(store);
        });

        var job = await store.GetAsync("a");
        Expect.Equal((Threads * 20, (Threads * 20) + 1L), (job.State.Get<int>("n"), job.StateVersion), "the count in the state, and the state version");
    }

    // As a command does: read, decide, send, and again after a conflict.
    public static async Task IncrementAsync(TestedStore store)
    {
        var job = await store.GetAsync("a");
        while (true)
        {
            var result = await store.CommitAsync(Commits.Command("a", store.Now) with { State = job.State.Update("n", (int n) => n + 1, 0), StateSchema = 1, StateVersion = job.StateVersion });
            if (result.Status == CommitStatus.Committed)
                return;
            Expect.Status(CommitStatus.VersionConflict, result, "the answer to a change that came late");
            job = Expect.Found(result.Job, "the job in the answer to a conflict");
        }
    }

    private static async Task Ends(TestedStore store)
    {
        await store.AddAsync("a");
        for (var round = 0; round < 20; round++)
        {
            var end = Commits.End(await store.ClaimOneAsync("a"), store.Now) with { NextFireAt = store.Now };
            var answers = new ConcurrentBag<CommitStatus>();
            await TogetherAsync(async _ => answers.Add((await store.CommitAsync(end)).Status));
            Expect.Sequence(
                [CommitStatus.Committed, .. Enumerable.Repeat(CommitStatus.AlreadyCommitted, Threads - 1)],
                answers.Order(),
                "the answers to one end that is sent by all threads");
        }
    }

    private static async Task Slots(TestedStore store)
    {
        const int slots = 3;
        await store.AddAsync(store.Job("a", store.Now) with { Plan = Some.Plan("a", store.Now) with { RunSlots = slots } });
        var open = 0;
        var most = 0;
        await TogetherAsync(async thread =>
        {
            for (var round = 0; round < 30; round++)
            {
                foreach (var claim in (await store.ClaimAsync(Some.Request($"node-{thread}"))).Claims)
                {
                    InterlockedMax(ref most, Interlocked.Increment(ref open));
                    await store.CommittedAsync(Commits.Advance(claim, store.Now, store.Now));
                    await Task.Yield();
                    Interlocked.Decrement(ref open);
                    await store.EndAsync(claim with { Advanced = true });
                }
            }
        });

        Expect.That(most is > 0 and <= slots, "the runs that were open at once", $"1 to {slots}", most);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); seen < value; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }

    private static Task TogetherAsync(Func<int, Task> action) =>
        Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() => action(thread))));
}
