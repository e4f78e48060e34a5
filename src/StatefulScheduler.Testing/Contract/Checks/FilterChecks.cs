using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

internal static class FilterChecks
{
    public static IEnumerable<JobStoreCheck> All =>
    [
        new("Jobs are found by id prefix, handler, tags and status", ByDefinition),
        new("Jobs are found by their next fire", ByNextFire),
        new("Jobs are found by members of their state", ByState),
        new("Jobs are found by paths into their state", ByPath),
        new("All conditions of a query must hold", Together),
    ];

    private static async Task ByDefinition(TestedStore store)
    {
        await AddAsync(store, "orders/1", tags: ["eu", "nightly"]);
        await AddAsync(store, "orders/2", handler: "export", tags: ["eu"]);
        await AddAsync(store, "orders_3", tags: ["nightly", "eu", "extra"]);
        await AddAsync(store, "Orders/4", handler: "Import");
        await AddAsync(store, "order%", tags: ["e"]);
        await store.SetStatusAsync("orders/1", JobStatus.Paused);
        await store.SetStatusAsync("orders/2", JobStatus.Failed);

        await FindsAsync(store, new() { IdPrefix = "orders/" }, "orders/1", "orders/2");
        await FindsAsync(store, new() { IdPrefix = "orders_" }, "orders_3");
        await FindsAsync(store, new() { IdPrefix = "order%" }, "order%");
        await FindsAsync(store, new() { IdPrefix = "x" });
        await FindsAsync(store, new() { Handler = "import" }, "order%", "orders/1", "orders_3");
        await FindsAsync(store, new() { Handler = "nobody" });
        await FindsAsync(store, new() { Tags = ["eu"] }, "orders/1", "orders/2", "orders_3");
        await FindsAsync(store, new() { Tags = ["eu", "nightly"] }, "orders/1", "orders_3");
        await FindsAsync(store, new() { Tags = ["EU"] });
        await FindsAsync(store, new() { Statuses = [JobStatus.Paused] }, "orders/1");
        await FindsAsync(store, new() { Statuses = [JobStatus.Paused, JobStatus.Failed] }, "orders/1", "orders/2");
        await FindsAsync(store, JobQuery.All, "Orders/4", "order%", "orders/1", "orders/2", "orders_3");
    }

    private static async Task ByNextFire(TestedStore store)
    {
        for (var hour = 0; hour < 4; hour++)
            await store.AddAsync(store.Job($"{hour}", store.Now.AddHours(hour)));
        await store.AddAsync(store.Job("never", null));

        await FindsAsync(store, new() { NextFireFrom = store.Now.AddHours(1) }, "1", "2", "3");
        await FindsAsync(store, new() { NextFireBefore = store.Now.AddHours(2) }, "0", "1");
        await FindsAsync(store, new() { NextFireFrom = store.Now.AddHours(1), NextFireBefore = store.Now.AddHours(3) }, "1", "2");
    }

    private static async Task ByState(TestedStore store)
    {
        await AddAsync(store, "n1", """{"n":1}""");
        await AddAsync(store, "n10", """{"n":10}""");
        await AddAsync(store, "n9.5", """{"n":9.50}""");
        await AddAsync(store, "text", """{"n":"1","s":"Der Ärger"}""");
        await AddAsync(store, "true", """{"n":true,"s":"der 中文"}""");
        await AddAsync(store, "null", """{"n":null}""");
        await AddAsync(store, "array", """{"n":[1, 2]}""");
        await AddAsync(store, "none", """{"m":1}""");

        await FindsAsync(store, State("n", StateComparison.Equal, 1), "n1");
        await FindsAsync(store, State("n", StateComparison.Equal, 9.5), "n9.5");
        await FindsAsync(store, State("n", StateComparison.Equal, "1"), "text");
        await FindsAsync(store, State("n", StateComparison.Equal, true), "true");
        await FindsAsync(store, State("n", StateComparison.Equal, JobValue.Null), "null");
        await FindsAsync(store, State("n", StateComparison.Equal, JobValue.Parse("[1,2]")), "array");
        await FindsAsync(store, State("n", StateComparison.NotEqual, 1), "array", "n10", "n9.5", "none", "null", "text", "true");
        await FindsAsync(store, State("n", StateComparison.LessThan, 10), "n1", "n9.5");
        await FindsAsync(store, State("n", StateComparison.AtMost, 10), "n1", "n10", "n9.5");
        await FindsAsync(store, State("n", StateComparison.MoreThan, 9), "n10", "n9.5");
        await FindsAsync(store, State("n", StateComparison.AtLeast, 10), "n10");
        await FindsAsync(store, State("n", StateComparison.MoreThan, "0"), "text");
        await FindsAsync(store, State("s", StateComparison.LessThan, "a"), "text");
        await FindsAsync(store, State("s", StateComparison.Contains, "er"), "text", "true");
        await FindsAsync(store, State("s", StateComparison.Contains, "ä"));
        await FindsAsync(store, State("s", StateComparison.Contains, "中"), "true");
        await FindsAsync(store, State("n", StateComparison.Contains, "1"), "text");
        await FindsAsync(store, State("n", StateComparison.Exists, default), "array", "n1", "n10", "n9.5", "null", "text", "true");
        await FindsAsync(store, State("n", StateComparison.Missing, default), "none");
    }

    private static async Task ByPath(TestedStore store)
    {
        await AddAsync(store, "a", """{"order":{"items":[{"price":1.10},{"price":20}],"odd.name":"x"},"$.order":1}""");
        await AddAsync(store, "b", """{"order":{"items":[{"price":5}]},"odd.name":"x"}""");

        await FindsAsync(store, State("$.order.items[0].price", StateComparison.AtLeast, 5), "b");
        await FindsAsync(store, State("$.order.items[1].price", StateComparison.Equal, 20), "a");
        await FindsAsync(store, State("$.order.items[7]", StateComparison.Missing, default), "a", "b");
        await FindsAsync(store, State("$.order.items.0", StateComparison.Exists, default));
        await FindsAsync(store, State("$.order.items[0].price.cents", StateComparison.Missing, default), "a", "b");
        await FindsAsync(store, State("$.order.['odd.name']", StateComparison.Equal, "x"), "a");
        await FindsAsync(store, State("odd.name", StateComparison.Equal, "x"), "b");
    }

    private static async Task Together(TestedStore store)
    {
        await AddAsync(store, "a1", """{"n":1,"m":1}""", tags: ["t"]);
        await AddAsync(store, "a2", """{"n":1,"m":2}""", tags: ["t"]);
        await AddAsync(store, "a3", """{"n":1,"m":2}""");
        await AddAsync(store, "b1", """{"n":1,"m":2}""", tags: ["t"]);

        await FindsAsync(store, new() { IdPrefix = "a", Tags = ["t"], Statuses = [JobStatus.Active], State = [StateFilter.Is("n", 1), StateFilter.Is("m", 2)] }, "a2");
    }

    private static JobQuery State(string path, StateComparison comparison, JobValue value) => new() { State = [new(path, comparison, value)] };

    private static async Task FindsAsync(TestedStore store, JobQuery query, params string[] ids)
    {
        var page = await store.Store.QueryAsync(query, store.Cancellation);
        Expect.Sequence(ids, page.Items.Select(job => job.Id), $"what is found by {Describe(query)}");
        Expect.Equal(ids.Length, await store.Store.CountAsync(query, store.Cancellation), $"the count of {Describe(query)}");
    }

    private static string Describe(JobQuery query) =>
        $"prefix '{query.IdPrefix}' handler '{query.Handler}' tags [{string.Join(',', query.Tags)}] statuses [{string.Join(',', query.Statuses)}] "
        + $"fire {query.NextFireFrom:O}..{query.NextFireBefore:O} state [{string.Join(',', query.State.Select(filter => $"{filter.Path} {filter.Comparison} {filter.Value}"))}]";

    private static Task<ScheduledJob> AddAsync(TestedStore store, string id, string state = "{}", string handler = Some.Handler, string[]? tags = null) =>
        store.AddAsync(new JobAddition
        {
            Plan = Some.Plan(id, store.Now) with { Handler = handler, Options = new() { Tags = tags ?? [] } },
            State = JobState.Parse(state),
        });
}
