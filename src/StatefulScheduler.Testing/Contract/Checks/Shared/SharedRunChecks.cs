using System.Collections.Concurrent;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// Runs of one node, as the other meets them.
internal static class SharedRunChecks
{
    public static IEnumerable<SharedJobStoreCheck> All =>
    [
        new("A job claimed at one node is not claimed at the other", Excluded),
        new("Two nodes claiming at once never get the same job", ClaimedOnce),
        new("A job that ended at one node is claimed at the other when it is due again", HandedOn),
        new("A lease that ended at one node is taken over at the other, for the same occurrence", TakenOver),
        new("A lease that ended is taken over by one of two nodes", TakenOverOnce),
        new("A lease renewed at one node is not taken over at the other", Renewed),
        new("A job paused at one node is not claimed at the other", PausedNotClaimed),
        new("A pause at one node stands when the run of the other ends", PauseStands),
        new("A state changed at one node is a conflict for the run of the other, which stays open", Conflict),
        new("A run by hand asked for at one node is claimed at the other", ByHand),
        new("Two nodes claiming at once open no more runs of a job than it has slots", Slots),
    ];

    private static async Task Excluded(TestedNodes nodes)
    {
        await nodes.A.AddAsync("a");
        await nodes.A.ClaimOneAsync("a", "the claim of the first node");

        var claimed = await nodes.B.ClaimAsync();
        Expect.Sequence([], claimed.Ids, "the claim of the second node");
        Expect.Equal((false, nodes.B.Now + Some.Lease), (claimed.Result.MoreDue, claimed.Result.NextDue), "MoreDue and NextDue of the second node: the end of the first one's lease");
        Expect.Equal(1, (await nodes.B.GetAsync("a")).RunningCount, "the open runs at the second node");
    }

    private static async Task ClaimedOnce(TestedNodes nodes)
    {
        const int jobs = 200;
        await nodes.A.AddAllAsync([.. Enumerable.Range(0, jobs).Select(number => nodes.A.Job($"{number:000}", nodes.A.Now))]);
        var claimed = new ConcurrentBag<string>();
        await TogetherAsync(nodes, async node =>
        {
            for (Claimed found; (found = await node.ClaimAsync(room: 3)).Result.Count > 0;)
            {
                foreach (var id in found.Ids)
                    claimed.Add(id);
            }
        });

        Expect.Sequence(Enumerable.Range(0, jobs).Select(number => $"{number:000}"), claimed.Order(StringComparer.Ordinal), "what both nodes have claimed");
    }

    private static async Task HandedOn(TestedNodes nodes)
    {
        await nodes.A.AddAsync("a");
        for (var round = 1; round <= 3; round++)
        {
            foreach (var node in nodes.All)
            {
                var claim = await node.ClaimOneAsync("a");
                await node.CommittedAsync(Commits.End(claim, node.Now) with { State = Some.State(round), StateSchema = 1, StateVersion = claim.StateVersion, NextFireAt = node.Now });
            }
        }

        var job = await nodes.A.GetAsync("a");
        Expect.Equal((7L, 6L), (job.StateVersion, job.LastRun?.Fence), "the state version, and the last fence, after three runs at each node");
    }

    private static async Task TakenOver(TestedNodes nodes)
    {
        var (a, b) = (nodes.A, nodes.B);
        await a.AddAsync("a");
        var first = await a.ClaimOneAsync("a");
        await a.CommittedAsync(Commits.Checkpoint(first, Some.State(3), 1, a.Now));
        nodes.Time.Advance(Some.Lease - TimeSpan.FromMilliseconds(1));
        await b.ClaimNothingAsync("the claim at the other node a millisecond before the lease ends");
        nodes.Time.Advance(TimeSpan.FromMilliseconds(1));
        var second = await b.ClaimOneAsync("a", "the claim at the other node when the lease has ended");

        Expect.Equal((2L, first.Fence, 1), (second.Fence, second.TookOver, second.AbandonedRuns), "fence, fence taken over, abandoned runs");
        Expect.Equal((first.ScheduledAt, Some.State(3), 2L), (second.ScheduledAt, second.State, second.StateVersion), "occurrence, state and state version: those of the last checkpoint");
        await a.ClaimNothingAsync("the claim at the first node after the take-over");
        await b.EndAsync(second);
        Expect.Equal("node-2", (await a.GetAsync("a")).LastRun?.Node, "the node of the last run");
    }

    private static async Task TakenOverOnce(TestedNodes nodes)
    {
        const int jobs = 20;
        await nodes.A.AddAllAsync([.. Enumerable.Range(0, jobs).Select(number => nodes.A.Job($"{number:00}", nodes.A.Now))]);
        await nodes.A.ClaimAsync();
        nodes.Time.Advance(Some.Lease);
        var claims = new ConcurrentBag<JobClaim>();
        await TogetherAsync(nodes, async node =>
        {
            for (Claimed found; (found = await node.ClaimAsync(room: 1)).Result.Count > 0;)
                claims.Add(found.Claims[0]);
        });

        Expect.Sequence(Enumerable.Range(0, jobs).Select(number => $"{number:00} 2 1"), claims.Select(claim => $"{claim.Plan.Id} {claim.Fence} {claim.TookOver}").Order(StringComparer.Ordinal), "id, fence and fence taken over of what both nodes have claimed");
        foreach (var node in nodes.All)
            await node.ClaimNothingAsync("the claim after that");
    }

    private static async Task Renewed(TestedNodes nodes)
    {
        await nodes.A.AddAsync("a");
        var claim = await nodes.A.ClaimOneAsync("a");
        for (var beat = 0; beat < 3; beat++)
        {
            nodes.Time.Advance(Some.Lease / 2);
            Expect.Equal(true, await nodes.A.RenewAsync(claim, Some.Lease), "whether the lease was renewed");
            var claimed = await nodes.B.ClaimAsync();
            Expect.Sequence([], claimed.Ids, "what the other node claims while the lease is renewed");
            Expect.Equal(nodes.B.Now + Some.Lease, claimed.Result.NextDue, "NextDue at the other node: the end of the renewed lease");
        }

        nodes.Time.Advance(Some.Lease);
        Expect.Equal(claim.Fence, (await nodes.B.ClaimOneAsync("a", "the claim at the other node after the last renewal's end")).TookOver, "the fence taken over");
        Expect.Equal(false, await nodes.A.RenewAsync(claim, Some.Lease), "whether the lease is renewed after that");
    }

    private static async Task PausedNotClaimed(TestedNodes nodes)
    {
        await nodes.A.AddAsync("a");
        await nodes.B.ClaimNothingAsync(Some.Request("node-2") with { Handlers = Some.HandlersOf(("other", 1)) }, "the claim of a node that does not have the handler");
        await nodes.A.SetStatusAsync("a", JobStatus.Paused);

        await nodes.B.ClaimNothingAsync("the claim at the other node, after the pause was answered");
        await nodes.A.SetStatusAsync("a", JobStatus.Active);
        await nodes.B.ClaimOneAsync("a", "the claim at the other node, after the resume was answered");
    }

    private static async Task PauseStands(TestedNodes nodes)
    {
        var (a, b) = (nodes.A, nodes.B);
        await a.AddAsync("a");
        var claim = await a.ClaimOneAsync("a");
        await b.CommittedAsync(Commits.Command("a", b.Now) with { Kind = StateChangeKind.Paused, Status = JobStatus.Paused, RaisesVersion = true, Details = new() { Pause = new(b.Now, "ada", "stop") } });
        await a.CommittedAsync(Commits.End(claim, a.Now) with { State = Some.State(1), StateSchema = 1, StateVersion = 1 });

        var job = await b.GetAsync("a");
        Expect.Equal((JobStatus.Paused, "stop", 2L, 2L), (job.Status, job.Pause?.Reason, job.Version, job.StateVersion), "status, reason, version and state version after the run");
        Expect.Equal(a.Now.AddHours(1), job.NextFireAt, "the next fire, to which the run has moved the schedule");
        nodes.Time.Advance(TimeSpan.FromHours(2));
        foreach (var node in nodes.All)
            await node.ClaimNothingAsync("the claim while the job is paused");
    }

    private static async Task Conflict(TestedNodes nodes)
    {
        var (a, b) = (nodes.A, nodes.B);
        await a.AddAsync("a");
        var claim = await a.ClaimOneAsync("a");
        await b.SetStateAsync("a", Some.State(5), 1);
        var end = Commits.End(claim, a.Now) with { State = Some.State(1), StateSchema = 1, StateVersion = claim.StateVersion };

        var answer = await a.CommitAsync(end); // Before the node reads anything that tells it.
        Expect.Status(CommitStatus.VersionConflict, answer, "an end decided on the state before the change");
        await a.RefusedAsync(CommitStatus.VersionConflict, end, "the same end again");
        Expect.Equal((2L, Some.State(5)), (answer.StateVersion, answer.Job?.State), "state version and state in the answer");
        await a.CommittedAsync(end with { State = Some.State(6), StateVersion = 2 }, "the end decided anew under the same fence");
        Expect.Equal((Some.State(6), 0), ((await b.GetAsync("a")).State, (await b.GetAsync("a")).RunningCount), "the state and the open runs at the other node");
    }

    private static async Task ByHand(TestedNodes nodes)
    {
        await nodes.A.AddAsync(nodes.A.Job("a", nodes.A.Now.AddHours(1)));
        await nodes.A.AddPendingAsync("a", Some.Manual(nodes.A.Now));
        var claim = await nodes.B.ClaimOneAsync("a", "the claim at the other node");

        Expect.Equal("by-hand", claim.RunId, "the id of the run, which was promised");
        await nodes.A.ClaimNothingAsync("the claim at the node that asked");
        await nodes.B.EndAsync(claim);
        Expect.Equal("by-hand", (await nodes.A.GetAsync("a")).LastRun?.Id, "the last run at the node that asked");
    }

    private static async Task Slots(TestedNodes nodes)
    {
        const int slots = 3;
        await nodes.A.AddAsync(nodes.A.Job("a", nodes.A.Now) with { Plan = Some.Plan("a", nodes.A.Now) with { RunSlots = slots } });
        var (open, most) = (0, 0);
        var gate = new Lock();
        await TogetherAsync(nodes, async node =>
        {
            for (var round = 0; round < 50; round++)
            {
                foreach (var claim in (await node.ClaimAsync()).Claims)
                {
                    lock (gate)
                        most = Math.Max(most, ++open);
                    await node.CommittedAsync(Commits.Advance(claim, node.Now, node.Now));
                    await Task.Yield();
                    lock (gate)
                        open--;
                    await node.EndAsync(claim with { Advanced = true });
                }
            }
        });

        Expect.That(most is > 0 and <= slots, "the runs that were open at once at both nodes", $"1 to {slots}", most);
    }

    // Two tasks at each node.
    private static Task TogetherAsync(TestedNodes nodes, Func<TestedStore, Task> action) =>
        Task.WhenAll(nodes.All.Concat(nodes.All).Select(node => Task.Run(() => action(node))));
}
