using System.Globalization;

namespace StatefulScheduler.Testing;

internal static class StateHistoryChecks
{
    public static IEnumerable<JobStoreCheck> All =>
    [
        new("Without a state history only the current state is listed", None),
        new("A history of decisions keeps each decision and the version it replaced", Decisions),
        new("A history of decisions keeps the last of them, and no more", DecisionsPruned),
        new("A full history keeps the last versions, whoever wrote them", AllPruned),
        new("A history by age drops what is older", Age),
        new("A version says who made it, when, how and why", WhoAndWhy),
        new("State histories are paged without gaps or doubles", Pages),
        new("Removes removes the past too", Removed),
    ];

    private static async Task None(TestedStore store)
    {
        await AddAsync(store, StateHistoryPolicy.None);
        for (var version = 1; version < 4; version++)
            await store.SetStateAsync("a", Some.State(version), version);

        await ListsAsync(store, "4");
        await ListsAsync(store, string.Empty, "nobody");
    }

    private static async Task Decisions(TestedStore store)
    {
        await AddAsync(store, StateHistoryPolicy.Decisions);
        await ListsAsync(store, "1");
        await store.SetStateAsync("a", Some.State(2), 1, StateChangeKind.RunSucceeded);
        await store.SetStateAsync("a", Some.State(3), 2, StateChangeKind.RunSucceeded);
        await ListsAsync(store, "3, 1");
        await store.SetStateAsync("a", Some.State(4), 3, StateChangeKind.Modified);
        await ListsAsync(store, "4, 3, 1");
        await store.SetStateAsync("a", Some.State(5), 4, StateChangeKind.Checkpoint);
        await store.SetStateAsync("a", Some.State(6), 5, StateChangeKind.RunSucceeded);
        await ListsAsync(store, "6, 4, 3, 1");
        await store.SetStateAsync("a", Some.State(7), 6, StateChangeKind.RunFailed);
        await ListsAsync(store, "7, 6, 4, 3, 1");
        await store.SetStateAsync("a", Some.State(8), 7, StateChangeKind.Deployed);
        await ListsAsync(store, "8, 7, 6, 4, 3, 1");
        await store.SetStatusAsync("a", JobStatus.Paused);
        await ListsAsync(store, "8, 7, 6, 4, 3, 1");
    }

    private static async Task DecisionsPruned(TestedStore store)
    {
        await AddAsync(store, StateHistoryPolicy.Decisions with { Count = 2 });
        await store.SetStateAsync("a", Some.State(2), 1, StateChangeKind.RunSucceeded);
        await store.SetStateAsync("a", Some.State(3), 2, StateChangeKind.Modified);
        await store.SetStateAsync("a", Some.State(4), 3, StateChangeKind.RunSucceeded);
        await store.SetStateAsync("a", Some.State(5), 4, StateChangeKind.Modified);
        await ListsAsync(store, "5, 4, 3, 2");
        await store.SetStateAsync("a", Some.State(6), 5, StateChangeKind.Modified);
        await store.SetStateAsync("a", Some.State(7), 6, StateChangeKind.Modified);
        await ListsAsync(store, "7, 6, 5");
    }

    private static async Task AllPruned(TestedStore store)
    {
        await AddAsync(store, StateHistoryPolicy.All(3));
        for (var version = 1; version < 8; version++)
        {
            await store.SetStateAsync("a", Some.State(version + 1), version, version % 2 == 0 ? StateChangeKind.RunSucceeded : StateChangeKind.Modified);
            await ListsAsync(store, string.Join(", ", Enumerable.Range(1, version + 1).Reverse().Take(3)));
        }

        var versions = await ReadAsync(store, "a");
        Expect.Sequence(["8", "7", "6"], versions.Select(version => version.State["n"].ToString()), "the states in the history");
    }

    private static async Task Age(TestedStore store)
    {
        await AddAsync(store, StateHistoryPolicy.For(TimeSpan.FromHours(5)));
        for (var version = 1; version < 5; version++)
        {
            store.Advance(TimeSpan.FromHours(2));
            await store.SetStateAsync("a", Some.State(version + 1), version);
        }

        await ListsAsync(store, "5, 4, 3");
    }

    private static async Task WhoAndWhy(TestedStore store)
    {
        await store.AddAsync(store.Job("a", store.Now) with { Plan = Some.Plan("a", store.Now) with { History = StateHistoryPolicy.All(100) }, Actor = "ada", Reason = "to begin" });
        var start = store.Now;
        var claim = await store.ClaimOneAsync("a");
        store.Advance(TimeSpan.FromSeconds(1));
        await store.CommittedAsync(Commits.Checkpoint(claim, Some.State(2), 1, store.Now));
        store.Advance(TimeSpan.FromSeconds(1));
        await store.CommittedAsync(Commits.End(claim, store.Now) with { State = Some.State(3), StateSchema = 1, StateVersion = 2, NextFireAt = start.AddDays(1) });
        await store.AddPendingAsync("a", Some.Manual(store.Now, "promised"));
        var manual = await store.ClaimOneAsync("a");
        await store.CommittedAsync(Commits.End(manual, store.Now) with { State = Some.State(4), StateSchema = 1, StateVersion = 3 });
        await store.CommittedAsync(Commits.Command("a", start.AddSeconds(9)) with
        {
            State = Some.State(5),
            StateSchema = 2,
            StateVersion = 4,
            Kind = StateChangeKind.Paused,
            Details = new() { Actor = "bob", Reason = "it's \"late\"" },
        });

        var versions = await ReadAsync(store, "a");
        if (versions.Count == 0)
            return; // No archive.
        StateVersion[] expected =
        [
            new(5, Some.State(5), 2, start.AddSeconds(9), StateChangeKind.Paused, "bob", null, "it's \"late\""),
            new(4, Some.State(4), 1, start.AddSeconds(2), StateChangeKind.RunSucceeded, null, "promised", null),
            new(3, Some.State(3), 1, start.AddSeconds(2), StateChangeKind.RunSucceeded, null, "a#1", null),
            new(2, Some.State(2), 1, start.AddSeconds(1), StateChangeKind.Checkpoint, null, "a#1", null),
            new(1, Some.State(0), 1, start, StateChangeKind.Added, "ada", null, "to begin"),
        ];
        Expect.Equal(string.Join('\n', expected.Select(Portrait.Of)), string.Join('\n', versions.Select(Portrait.Of)), "the history");
    }

    private static async Task Pages(TestedStore store)
    {
        await AddAsync(store, StateHistoryPolicy.All(100));
        for (var version = 1; version < 10; version++)
            await store.SetStateAsync("a", Some.State(version + 1), version);
        if (store.Archive is not { } archive)
            return;

        var first = await archive.GetStateHistoryAsync("a", null, 4, store.Cancellation);
        Expect.Sequence([10L, 9, 8, 7], first.Items.Select(version => version.Version), "the first page of four");
        await store.SetStateAsync("a", Some.State(11), 10);
        var second = await archive.GetStateHistoryAsync("a", first.Next, 4, store.Cancellation);
        Expect.Sequence([6L, 5, 4, 3], second.Items.Select(version => version.Version), "the second page, after another version was written");
        var third = await archive.GetStateHistoryAsync("a", second.Next, 4, store.Cancellation);
        Expect.Sequence([2L, 1], third.Items.Select(version => version.Version), "the third page");
        Expect.Equal(null, third.Next, "where the next page begins, on the last one");
        var whole = await archive.GetStateHistoryAsync("a", null, 11, store.Cancellation);
        Expect.Equal((11, null), (whole.Items.Count, whole.Next), "count and next of a page that holds all");
    }

    private static async Task Removed(TestedStore store)
    {
        await AddAsync(store, StateHistoryPolicy.All(100));
        await store.SetStateAsync("a", Some.State(1), 1);
        await store.SetStateAsync("a", Some.State(2), 2);
        await store.EndAsync(await store.ClaimOneAsync("a"));
        await store.CommittedAsync(Commits.Command("a", store.Now) with { Removes = true });
        await ListsAsync(store, string.Empty);
        await AddAsync(store, StateHistoryPolicy.All(100));

        await ListsAsync(store, "1");
        Expect.Equal(null, (await store.GetAsync("a")).LastRun, "the last run of the new job");
        var runs = store.Archive is { } archive ? (await archive.GetRunsAsync("a", null, 100, store.Cancellation)).Items.Count : 0;
        Expect.Equal(0, runs, "the runs of the new job");
    }

    private static Task<ScheduledJob> AddAsync(TestedStore store, StateHistoryPolicy history) =>
        store.AddAsync(store.Job("a", store.Now) with { Plan = Some.Plan("a", store.Now) with { History = history } });

    private static async Task<IReadOnlyList<StateVersion>> ReadAsync(TestedStore store, string id) =>
        store.Archive is { } archive ? (await archive.GetStateHistoryAsync(id, null, 1000, store.Cancellation)).Items : [];

    private static async Task ListsAsync(TestedStore store, string expected, string id = "a")
    {
        if (store.Archive is null)
            return;
        var versions = await ReadAsync(store, id);
        Expect.Equal(expected, string.Join(", ", versions.Select(version => version.Version.ToString(CultureInfo.InvariantCulture))), "the versions in the history");
    }
}
