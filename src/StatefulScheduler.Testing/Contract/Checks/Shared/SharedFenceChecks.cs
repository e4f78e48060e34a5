using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// A node that was gone for longer than its leases, and comes back.
internal static class SharedFenceChecks
{
    public static IEnumerable<SharedJobStoreCheck> All =>
    [
        new("A fence that the other node took over is refused whatever it carries", TakenOver),
        new("A run that outlived its job is kept from the job that the other node added under the same id", AddedAnew),
        new("A second end of a run is AlreadyCommitted after a run of the other node, and changes nothing", Doubled),
    ];

    private static async Task TakenOver(TestedNodes nodes)
    {
        var (a, b) = (nodes.A, nodes.B);
        await a.AddAsync("a");
        var late = await a.ClaimOneAsync("a");
        nodes.Time.Advance(Some.Lease);
        var current = await b.ClaimOneAsync("a", "the claim of the other node after the lease");

        await RefusedAsync("while the run that took over is open");
        await b.CommittedAsync(Commits.Checkpoint(current, Some.State(3), 1, b.Now));
        await RefusedAsync("after a checkpoint of the run that took over");
        await b.EndAsync(current);
        await RefusedAsync("after the end of the run that took over");

        async Task RefusedAsync(string when)
        {
            foreach (var (what, commit) in FenceChecks.Writes(late, a.Now))
                await a.RefusedAsync(CommitStatus.StaleRun, commit, $"{what} by a stale run, {when},");
            Expect.Equal(false, await a.RenewAsync(late, TimeSpan.FromHours(1)), $"whether a stale run is renewed, {when}");
        }
    }

    private static async Task AddedAnew(TestedNodes nodes)
    {
        var (a, b) = (nodes.A, nodes.B);
        await a.AddAsync("a");
        var late = await a.ClaimOneAsync("a");
        await b.CommittedAsync(Commits.Command("a", b.Now) with { Removes = true });
        await RefusedAsync("while there is no such job");
        await b.AddAsync("a");
        await RefusedAsync("while the new job has not run");
        var current = await b.ClaimOneAsync("a", "the claim of the new job");
        Expect.Equal((1L, 0L), (current.Fence, current.TookOver), "the fence of the new job, and the fence it took over");
        await RefusedAsync("while the new job runs under the same fence");
        await b.EndAsync(current);
        Expect.Equal(1L, (await a.GetAsync("a")).StateVersion, "the state version of the new job");

        async Task RefusedAsync(string when)
        {
            foreach (var (what, commit) in FenceChecks.Writes(late, a.Now))
                await a.RefusedAsync(CommitStatus.Gone, commit, $"{what} by a run of the removed job, {when},");
            Expect.Equal(false, await a.RenewAsync(late, TimeSpan.FromHours(1)), $"whether the removed job's run is renewed, {when}");
        }
    }

    private static async Task Doubled(TestedNodes nodes)
    {
        var (a, b) = (nodes.A, nodes.B);
        await a.AddAsync("a");
        var end = Commits.End(await a.ClaimOneAsync("a"), a.Now) with { State = Some.State(1), StateSchema = 1, StateVersion = 1, NextFireAt = a.Now };
        await a.CommittedAsync(end);
        await a.RefusedAsync(CommitStatus.AlreadyCommitted, end, "the same end again");
        var second = await b.ClaimOneAsync("a", "the claim of the other node");
        await a.RefusedAsync(CommitStatus.AlreadyCommitted, end, "the same end again, while the other node runs the job");
        await b.EndAsync(second);

        // How far back a store remembers is its own affair.
        var before = await b.PortraitAsync("a");
        var late = await a.CommitAsync(end);
        Expect.That(late.Status is CommitStatus.AlreadyCommitted or CommitStatus.StaleRun, "the same end again, after the other node's run", "AlreadyCommitted or StaleRun", late.Status);
        Expect.Equal(before, await b.PortraitAsync("a"), "the job after that");
    }
}
