using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// A rolling deploy: an old node and a new one on the same jobs.
internal static class SharedHandlerChecks
{
    private static readonly HandlerSet Old = Some.HandlersOf((Some.Handler, 1), ("retired", 1));
    private static readonly HandlerSet New = Some.HandlersOf((Some.Handler, 2), ("introduced", 1));

    public static IEnumerable<SharedJobStoreCheck> All =>
    [
        new("The next claim of a node runs the definition that the other has changed", Definition),
        new("A node whose handler the other node's change took away is no longer handed the job", HandlerChanged),
        new("Each of two nodes is handed only what it can run", OwnHandlersOnly),
        new("A state that the other node wrote in a newer schema is left to it", NewerSchema),
        new("A job added anew at the other node is claimed by its new definition", AddedAnew),
    ];

    private static async Task Definition(TestedNodes nodes)
    {
        var (a, b) = (nodes.A, nodes.B);
        await a.AddAsync("a");
        for (var round = 1; round <= 3; round++)
        {
            foreach (var node in nodes.All) // So that both have the definition before at hand.
                await node.CommittedAsync(Commits.End(await node.ClaimOneAsync("a"), node.Now) with { NextFireAt = node.Now });
            var changed = (await b.GetAsync("a")).Plan with { Priority = round, Options = new() { Tags = [$"{round}"] }, Arguments = JobValue.Parse($"{round}") };
            await b.CommittedAsync(Commits.Command("a", b.Now) with { RaisesVersion = true, Details = new() { Plan = changed } });

            var claim = await a.ClaimOneAsync("a");
            Expect.Equal(changed, claim.Plan, "the definition in the claim");
            Expect.Equal(round + 1L, claim.Version, "the version in the claim");
            await a.CommittedAsync(Commits.End(claim, a.Now) with { NextFireAt = a.Now });
        }
    }

    private static async Task HandlerChanged(TestedNodes nodes)
    {
        var (a, b) = (nodes.A, nodes.B);
        await a.AddAsync("a");
        await a.CommittedAsync(Commits.End(await a.ClaimOneAsync(OfOld(), "a", "the claim"), a.Now) with { NextFireAt = a.Now });
        await b.CommittedAsync(Commits.Command("a", b.Now) with { RaisesVersion = true, Details = new() { Plan = Some.Plan("a", b.Now) with { Handler = "introduced" } } });

        await a.ClaimNothingAsync(OfOld(), "the claim of the node that does not have the new handler");
        await b.ClaimOneAsync(OfNew(), "a", "the claim of the node that has it");
    }

    private static async Task OwnHandlersOnly(TestedNodes nodes)
    {
        var (a, b) = (nodes.A, nodes.B);
        foreach (var handler in (string[])["retired", "introduced"])
            await a.AddAsync(a.Job(handler, a.Now) with { Plan = Some.Plan(handler, a.Now) with { Handler = handler } });

        var old = await a.ClaimOneAsync(OfOld(), "retired", "what the old node claims");
        var fresh = await b.ClaimOneAsync(OfNew(), "introduced", "what the new node claims");
        nodes.Time.Advance(Some.Lease);
        Expect.Equal(old.Fence, (await a.ClaimOneAsync(OfOld(), "retired", "what the old node takes over")).TookOver, "the fence taken over");
        Expect.Equal(fresh.Fence, (await b.ClaimOneAsync(OfNew(), "introduced", "what the new node takes over")).TookOver, "the fence taken over");
    }

    private static async Task NewerSchema(TestedNodes nodes)
    {
        var (a, b) = (nodes.A, nodes.B);
        await a.AddAsync("a");
        await a.CommittedAsync(Commits.End(await a.ClaimOneAsync(OfOld(), "a", "the claim of the old node"), a.Now) with { NextFireAt = a.Now });
        await b.CommittedAsync(Commits.End(await b.ClaimOneAsync(OfNew(), "a", "the claim of the new node"), b.Now) with { State = Some.State(1), StateSchema = 2, StateVersion = 1, NextFireAt = b.Now });

        var claimed = await a.ClaimAsync(OfOld());
        Expect.Sequence([], claimed.Ids, "what the old node claims of a state in the new schema");
        Expect.Equal((false, null), (claimed.Result.MoreDue, claimed.Result.NextDue), "MoreDue and NextDue of the old node");
        var claim = await b.ClaimOneAsync(OfNew(), "a", "the next claim of the new node");
        Expect.Equal(2, claim.StateSchema, "the schema in the claim");
        nodes.Time.Advance(Some.Lease);
        await a.ClaimNothingAsync(OfOld(), "the claim of the old node when the new node's lease has ended");
        Expect.Equal(claim.Fence, (await b.ClaimOneAsync(OfNew(), "a", "the claim of the new node")).TookOver, "the fence taken over");
    }

    private static async Task AddedAnew(TestedNodes nodes)
    {
        var (a, b) = (nodes.A, nodes.B);
        await a.AddAsync("a");
        await a.EndAsync(await a.ClaimOneAsync("a"));
        await b.CommittedAsync(Commits.Command("a", b.Now) with { Removes = true });
        var plan = Some.Plan("a", b.Now) with { Priority = 5, Arguments = JobValue.Parse("5") };
        await b.AddAsync(b.Job("a", b.Now) with { Plan = plan, State = Some.State(5) });

        var claim = await a.ClaimOneAsync("a", "the claim of the new job");
        Expect.Equal(plan, claim.Plan, "the definition in the claim");
        Expect.Equal((Some.State(5), 1L, 1L, 1L), (claim.State, claim.Fence, claim.Version, claim.StateVersion), "state, fence, version and state version in the claim");
    }

    private static ClaimRequest OfOld() => Some.Request("node-1") with { Handlers = Old };

    private static ClaimRequest OfNew() => Some.Request("node-2") with { Handlers = New };
}
