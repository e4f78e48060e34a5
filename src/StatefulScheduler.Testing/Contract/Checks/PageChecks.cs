namespace StatefulScheduler.Testing;

internal static class PageChecks
{
    private static readonly int[] PageSizes = [1, 3, 100];

    public static IEnumerable<JobStoreCheck> All =>
    [
        new("Every order is right in both directions, with absent instants last, on pages of any size", Orders),
        new("Pages have no gaps or doubles while jobs are added", WhileAdding),
        new("A page that ends with the last job says so", LastPage),
        new("A count does not depend on order and paging", Count),
    ];

    private static async Task Orders(TestedStore store)
    {
        await FillAsync(store);
        foreach (var order in Enum.GetValues<JobOrder>())
        {
            foreach (var descending in (bool[])[false, true])
            {
                foreach (var pageSize in PageSizes)
                    Expect.Sequence(Expected(order, descending), await ReadAsync(store, new() { OrderBy = order, Descending = descending, PageSize = pageSize }), $"{order}, descending {descending}, on pages of {pageSize}");
            }
        }
    }

    // Two jobs each share an instant of adding; some have no next fire, and some have not fired yet.
    private static async Task FillAsync(TestedStore store)
    {
        var start = store.Now;
        DateTimeOffset?[] next = [start.AddHours(3), null, start.AddHours(1), start.AddHours(3), null, start.AddHours(2)];
        DateTimeOffset?[] previous = [null, start.AddHours(-1), start.AddHours(-2), null, start.AddHours(-1), start.AddHours(-3)];
        for (var number = 0; number < 6; number++)
        {
            var id = Ids[number];
            await store.AddAsync(store.Job(id, null) with { Plan = Some.Plan(id, start.AddMinutes(number / 2)) });
            await store.CommittedAsync(Commits.Command(id, start) with { MovesSchedule = true, NextFireAt = next[number], PreviousFireAt = previous[number] });
        }
    }

    private static readonly string[] Ids = ["d", "a", "B", "c", "e", "ä"];

    private static IEnumerable<string> Expected(JobOrder order, bool descending) => (order, descending) switch
    {
        (JobOrder.Id, false) => ["B", "a", "c", "d", "e", "ä"],
        (JobOrder.Id, true) => ["ä", "e", "d", "c", "a", "B"],
        (JobOrder.NextFireAt, false) => ["B", "ä", "c", "d", "a", "e"],
        (JobOrder.NextFireAt, true) => ["d", "c", "ä", "B", "e", "a"],
        (JobOrder.PreviousFireAt, false) => ["ä", "B", "a", "e", "c", "d"],
        (JobOrder.PreviousFireAt, true) => ["e", "a", "B", "ä", "d", "c"],
        (_, false) => ["a", "d", "B", "c", "e", "ä"],
        (_, true) => ["ä", "e", "c", "B", "d", "a"],
    };

    private static async Task WhileAdding(TestedStore store)
    {
        for (var number = 0; number < 20; number += 2)
            await store.AddAsync(store.Job($"{number:00}", store.Now.AddMinutes(number)));

        foreach (var query in (JobQuery[])[new() { PageSize = 3 }, new() { PageSize = 3, OrderBy = JobOrder.NextFireAt }])
        {
            var before = query.OrderBy == JobOrder.Id ? "x" : "y";
            var found = new List<string>();
            string? after = null;
            do
            {
                var page = await store.Store.QueryAsync(query with { After = after }, store.Cancellation);
                found.AddRange(page.Items.Select(job => job.Id));
                after = page.Next;
                await store.AddAsync(store.Job($"00{before}{found.Count:00}", store.Now.AddMinutes(-1)));
            }
            while (after is not null);

            var old = found.Where(id => id.Length == 2).ToList();
            Expect.Sequence(Enumerable.Range(0, 10).Select(number => $"{number * 2:00}"), old, $"the jobs that were there all the time, by {query.OrderBy}");
            Expect.Equal(found.Count, found.Distinct().Count(), "how many different jobs were found");
        }
    }

    private static async Task LastPage(TestedStore store)
    {
        foreach (var id in (string[])["a", "b", "c", "d"])
            await store.AddAsync(store.Job(id, null));

        var first = await store.Store.QueryAsync(new() { PageSize = 2 }, store.Cancellation);
        Expect.That(first.Next is not null, "the next page of the first two of four", "one", first.Next);
        var second = await store.Store.QueryAsync(new() { PageSize = 2, After = first.Next }, store.Cancellation);
        Expect.Sequence(["c", "d"], second.Items.Select(job => job.Id), "the second page");
        Expect.Equal(null, second.Next, "where the page after the last begins");
    }

    private static async Task Count(TestedStore store)
    {
        await FillAsync(store);
        var page = await store.Store.QueryAsync(new() { PageSize = 2, OrderBy = JobOrder.NextFireAt }, store.Cancellation);

        Expect.Equal(6L, await store.Store.CountAsync(new() { PageSize = 2, OrderBy = JobOrder.NextFireAt, Descending = true }, store.Cancellation), "the count of all, with pages of two");
        Expect.Equal(6L, await store.Store.CountAsync(new() { PageSize = 2, OrderBy = JobOrder.NextFireAt, After = page.Next }, store.Cancellation), "the count of all, from the second page");
    }

    private static async Task<List<string>> ReadAsync(TestedStore store, JobQuery query)
    {
        var found = new List<string>();
        string? after = null;
        do
        {
            var page = await store.Store.QueryAsync(query with { After = after }, store.Cancellation);
            Expect.That(page.Items.Count <= query.PageSize && (page.Items.Count > 0 || after is null), "a page", $"1 to {query.PageSize} jobs", page.Items.Count);
            found.AddRange(page.Items.Select(job => job.Id));
            after = page.Next;
        }
        while (after is not null && found.Count < 1000);
        return found;
    }
}
