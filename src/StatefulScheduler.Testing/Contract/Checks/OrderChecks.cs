using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

internal static class OrderChecks
{
    public static IEnumerable<JobStoreCheck> All =>
    [
        new("Priority, then due time, then order of insertion", Order),
        new("What is due and finds no room is told by MoreDue", MoreDue),
        new("A claim carries no more state than was asked for, and one job at least", StateBytes),
    ];

    private static async Task Order(TestedStore store)
    {
        var jobs = new List<JobAddition>();
        Add("second", 1);
        Add("third", 1);
        Add("first", 0);
        Add("urgent", 2, priority: 5);
        Add("lazy", 0, priority: -1);
        Add("fourth", 1);
        await store.AddAllAsync([.. jobs]);
        store.Advance(TimeSpan.FromMinutes(3));

        Expect.Sequence(["urgent", "first"], (await store.ClaimAsync(2)).Ids, "the first claim of two");
        Expect.Sequence(["second", "third", "fourth"], (await store.ClaimAsync(3)).Ids, "the second claim of three");
        Expect.Sequence(["lazy"], (await store.ClaimAsync(3)).Ids, "the third claim of three");

        void Add(string id, int minutes, int priority = 0) =>
            jobs.Add(store.Job(id, store.Now.AddMinutes(minutes)) with { Plan = Some.Plan(id, store.Now) with { Priority = priority } });
    }

    private static async Task MoreDue(TestedStore store)
    {
        await store.AddAsync("a");
        await store.AddAsync("b");
        await store.AddAsync("c");

        var first = await store.ClaimAsync(2);
        Expect.Equal((2, true), (first.Result.Count, first.Result.MoreDue), "count and MoreDue, with three jobs due and room for two");
        var second = await store.ClaimAsync(2);
        Expect.Equal((1, false), (second.Result.Count, second.Result.MoreDue), "count and MoreDue, with one job due and room for two");
        Expect.Equal((0, false), await Empty(), "count and MoreDue, with nothing due and no room");
        store.Advance(Some.Lease);
        var taken = await store.ClaimAsync(2);
        Expect.Equal((2, true), (taken.Result.Count, taken.Result.MoreDue), "count and MoreDue, with three leases ended and room for two");

        async Task<(int, bool)> Empty()
        {
            var result = (await store.ClaimAsync(0)).Result;
            return (result.Count, result.MoreDue);
        }
    }

    private static async Task StateBytes(TestedStore store)
    {
        var state = new JobState().Set("text", new string('x', 1000));
        foreach (var id in (string[])["a", "b", "c", "d"])
            await store.AddAsync(store.Job(id, store.Now) with { State = state });

        var small = await store.ClaimAsync(Some.Request() with { MaxStateBytes = 10 });
        Expect.Equal((1, true), (small.Result.Count, small.Result.MoreDue), "count and MoreDue, when even one state is more than was asked for");
        var two = await store.ClaimAsync(Some.Request() with { MaxStateBytes = 2 * state.Utf8.Length });
        Expect.Equal((2, true), (two.Result.Count, two.Result.MoreDue), "count and MoreDue, when two states fit exactly");
        store.Advance(Some.Lease);
        var again = await store.ClaimAsync(Some.Request() with { MaxStateBytes = 2 * state.Utf8.Length });
        Expect.Equal((2, true), (again.Result.Count, again.Result.MoreDue), "count and MoreDue, when runs are taken over and two states fit");
    }
}
