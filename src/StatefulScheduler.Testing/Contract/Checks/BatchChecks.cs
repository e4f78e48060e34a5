using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

internal static class BatchChecks
{
    public static IEnumerable<JobStoreCheck> All =>
    [
        new("Each item of a batch is atomic by itself", OneBadItem),
        new("Commits of one batch are stored in their order", InOrder),
        new("An exchange stores first and claims then", Exchange),
        new("An exchange that is refused claims all the same", ExchangeRefused),
        new("Empty batches are answered", Empty),
        new("A batch may be larger than the store likes best", Large),
    ];

    private static async Task OneBadItem(TestedStore store)
    {
        foreach (var id in (string[])["a", "b", "c", "d"])
            await store.AddAsync(id);
        var claims = (await store.ClaimAsync()).Claims;
        await store.SetStateAsync("b", Some.State(1), 1);
        await store.EndAsync(claims[2]);

        var results = await store.CommitAllAsync(
            Commits.End(claims[0], store.Now) with { State = Some.State(5), StateSchema = 1, StateVersion = 1 },
            Commits.End(claims[1], store.Now) with { State = Some.State(5), StateSchema = 1, StateVersion = 1 },
            Commits.End(claims[2], store.Now),
            Commits.Command("nobody", store.Now) with { RaisesVersion = true },
            Commits.End(claims[3] with { Fence = 77 }, store.Now),
            Commits.End(claims[3], store.Now) with { State = Some.State(5), StateSchema = 1, StateVersion = 1 });

        Expect.Sequence(
            [CommitStatus.Committed, CommitStatus.VersionConflict, CommitStatus.AlreadyCommitted, CommitStatus.Gone, CommitStatus.StaleRun, CommitStatus.Committed],
            results.Select(result => result.Status),
            "the answers");
        Expect.Sequence(["5", "1", "0", "5"], await StatesAsync(store), "the states of a, b, c and d");
        Expect.Equal(1, (await store.GetAsync("b")).RunningCount, "the open runs of the job whose commit met a conflict");
    }

    private static async Task<IEnumerable<string>> StatesAsync(TestedStore store)
    {
        var states = new List<string>();
        foreach (var id in (string[])["a", "b", "c", "d"])
            states.Add((await store.GetAsync(id)).State["n"].ToString());
        return states;
    }

    private static async Task InOrder(TestedStore store)
    {
        await store.AddAsync("a");
        var claim = await store.ClaimOneAsync("a");
        var results = await store.CommitAllAsync(
            Commits.Checkpoint(claim, Some.State(1), 1, store.Now),
            Commits.Checkpoint(claim, Some.State(2), 2, store.Now),
            Commits.End(claim, store.Now) with { State = Some.State(3), StateSchema = 1, StateVersion = 3 },
            Commits.Command("a", store.Now) with { State = Some.State(4), StateSchema = 1, StateVersion = 4 });

        Expect.Sequence([2L, 3, 4, 5], results.Select(result => result.StateVersion), "the state versions in the answers");
        Expect.Equal(Some.State(4), (await store.GetAsync("a")).State, "the state");
    }

    private static async Task Exchange(TestedStore store)
    {
        await store.AddAsync("a");
        await store.AddAsync("b");
        var first = (await store.ClaimAsync()).Claims;
        var (results, claimed) = await ExchangeAsync(store, Commits.End(first[0], store.Now) with { NextFireAt = store.Now, State = Some.State(1), StateSchema = 1, StateVersion = 1 });

        Expect.Sequence([CommitStatus.Committed], results.Select(result => result.Status), "the answers");
        Expect.Sequence(["a"], claimed.Ids, "what is claimed in the same go");
        Expect.Equal((2L, Some.State(1)), (claimed.Claims[0].Fence, claimed.Claims[0].State), "fence and state of the claim");
        await store.EndAsync(claimed.Claims[0]);
        await store.EndAsync(first[1]);
    }

    private static async Task ExchangeRefused(TestedStore store)
    {
        await store.AddAsync("a");
        var late = await store.ClaimOneAsync("a");
        await store.EndAsync(late);
        await store.AddAsync("b");
        var (results, claimed) = await ExchangeAsync(store, Commits.End(late, store.Now));

        Expect.Sequence([CommitStatus.AlreadyCommitted], results.Select(result => result.Status), "the answers");
        Expect.Sequence(["b"], claimed.Ids, "what is claimed");
    }

    private static async Task Empty(TestedStore store)
    {
        await store.AddAllAsync();
        await store.CommitAllAsync();
        await store.Store.RenewAsync(default, Some.Lease, default, store.Cancellation);
        await store.AddAsync("a");
        var (_, claimed) = await ExchangeAsync(store);

        Expect.Sequence(["a"], claimed.Ids, "what an exchange without commits claims");
    }

    private static async Task Large(TestedStore store)
    {
        var count = Math.Min((2 * store.Store.Traits.MaxBatch) + 3, 3000);
        var added = await store.AddAllAsync([.. Enumerable.Range(0, count).Select(number => store.Job($"job-{number:0000}", store.Now))]);
        Expect.Equal(count, added.Count(result => result.Added), "how many were added");
        var claimed = await store.ClaimAsync(count);
        Expect.Equal(count, claimed.Result.Count, "how many were claimed");
        var results = await store.CommitAllAsync([.. claimed.Claims.Select(claim => Commits.End(claim, store.Now))]);
        Expect.Equal(count, results.Count(result => result.Status == CommitStatus.Committed), "how many were committed");
    }

    private static async Task<(CommitResult[] Results, Claimed Claimed)> ExchangeAsync(TestedStore store, params JobCommit[] commits)
    {
        var results = new CommitResult[commits.Length];
        var buffer = new JobClaim[8];
        var exchange = new JobExchange { Commits = commits, Results = results, Request = Some.Request(), Claims = buffer };
        var result = await store.Store.ExchangeAsync(exchange, store.Cancellation);
        return (results, new(buffer[..result.Count], result));
    }
}
