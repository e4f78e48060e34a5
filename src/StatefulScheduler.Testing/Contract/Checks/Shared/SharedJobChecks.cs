using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// What one node sees of what the other has written, at once.
internal static class SharedJobChecks
{
    public static IEnumerable<SharedJobStoreCheck> All =>
    [
        new("A job added at one node is seen at the other at once", Added),
        new("What a command changes at one node is seen at the other at once", Changed),
        new("A job removed at one node is gone at the other at once", Removed),
        new("An id taken at one node is taken at the other", IdTaken),
        new("A command decided on what the other node has changed since is refused and changes nothing", Outdated),
        new("Both nodes changing one state lose no change", Counted),
        new("Runs and versions written at one node are read at the other", Past),
    ];

    private static async Task Added(TestedNodes nodes)
    {
        Expect.Equal(null, await nodes.B.FindAsync("a"), "the job at the other node, before it is added");
        var added = await nodes.A.AddAsync("a");

        await SameAsync(nodes, "a", "after it was added");
        Expect.Equal(added.Plan, (await nodes.B.GetAsync("a")).Plan, "the definition at the other node");
        Expect.Equal(1L, await nodes.B.Store.CountAsync(JobQuery.All, nodes.B.Cancellation), "how many jobs the other node counts");
        Expect.Sequence(["a"], (await nodes.B.Store.QueryAsync(JobQuery.All, nodes.B.Cancellation)).Items.Select(job => job.Id), "what the other node lists");
    }

    private static async Task Changed(TestedNodes nodes)
    {
        var (a, b) = (nodes.A, nodes.B);
        await a.AddAsync(a.Job("a", a.Now.AddHours(1)));
        await b.GetAsync("a");

        await a.SetStateAsync("a", Some.State(5), 1);
        await SameAsync(nodes, "a", "after its state was changed");
        Expect.Equal((Some.State(5), 2L, 2L), await VersionsAsync(b), "state, state version and version at the other node");
        await b.CommittedAsync(Commits.Command("a", b.Now) with { Kind = StateChangeKind.Paused, Status = JobStatus.Paused, RaisesVersion = true, Details = new() { Pause = new(b.Now, "ada", "stop") } });
        await SameAsync(nodes, "a", "after it was paused");
        Expect.Equal("stop", (await a.GetAsync("a")).Pause?.Reason, "the reason of the pause at the other node");
        await a.SetStatusAsync("a", JobStatus.Active);
        await SameAsync(nodes, "a", "after it was resumed");
        await b.CommittedAsync(Commits.Command("a", b.Now) with { MovesSchedule = true, NextFireAt = b.Now.AddMinutes(3), RaisesVersion = true });
        await SameAsync(nodes, "a", "after it was rescheduled");
        Expect.Equal(a.Now.AddMinutes(3), (await a.GetAsync("a")).NextFireAt, "the next fire at the other node");
        await a.AddPendingAsync("a", Some.Manual(a.Now.AddMinutes(1)));
        await SameAsync(nodes, "a", "after a run by hand was asked for");
        await b.CommittedAsync(Commits.Command("a", b.Now) with { RaisesVersion = true, Details = new() { Plan = Some.Plan("a", b.Now) with { Priority = 7, RunSlots = 2 } } });
        await SameAsync(nodes, "a", "after its definition was changed");
        Expect.Equal((7, 2), ((await a.GetAsync("a")).Plan.Priority, (await a.GetAsync("a")).Plan.RunSlots), "priority and slots at the other node");
    }

    private static async Task Removed(TestedNodes nodes)
    {
        await nodes.A.AddAsync("a");
        await nodes.B.GetAsync("a");
        await nodes.A.CommittedAsync(Commits.Command("a", nodes.A.Now) with { Removes = true });

        Expect.Equal(null, await nodes.B.FindAsync("a"), "the job at the other node");
        await nodes.B.ClaimNothingAsync("the claim at the other node");
        Expect.Status(CommitStatus.Gone, await nodes.B.CommitAsync(Commits.Command("a", nodes.B.Now) with { RaisesVersion = true }), "a command at the other node");
    }

    private static async Task IdTaken(TestedNodes nodes)
    {
        await nodes.A.AddAsync(nodes.A.Job("a", null) with { State = Some.State(1) });
        var taken = (await nodes.B.AddAllAsync(nodes.B.Job("a", null) with { State = Some.State(2) }))[0];
        Expect.Equal((false, Some.State(1)), (taken.Added, taken.Job.State), "whether the other node adds it again, and the state in its answer");

        for (var round = 0; round < 20; round++)
        {
            var answers = await Task.WhenAll(nodes.All.Select(node => Task.Run(() => node.AddAllAsync(node.Job($"b{round}", null)))));
            Expect.Equal(1, answers.Count(answer => answer[0].Added), "how many of two nodes were told that they added the job");
        }
    }

    private static async Task Outdated(TestedNodes nodes)
    {
        var (a, b) = (nodes.A, nodes.B);
        await a.AddAsync(a.Job("a", null));
        var seen = await a.GetAsync("a");
        await b.SetStateAsync("a", Some.State(1), 1);

        var command = Commits.Command("a", a.Now) with { State = Some.State(2), StateSchema = 1, StateVersion = seen.StateVersion };
        var answer = await a.CommitAsync(command); // Before the node reads anything that tells it.
        Expect.Status(CommitStatus.VersionConflict, answer, "a state decided on an older one");
        Expect.Equal((2L, Some.State(1)), (answer.StateVersion, answer.Job?.State), "state version and state in the answer");
        await a.RefusedAsync(CommitStatus.VersionConflict, command, "the same command again");
        await a.RefusedAsync(CommitStatus.VersionConflict, Commits.Command("a", a.Now) with { Status = JobStatus.Paused, Version = seen.Version }, "a pause decided on an older job");
    }

    private static async Task Counted(TestedNodes nodes)
    {
        const int changes = 50;
        await nodes.A.AddAsync(nodes.A.Job("a", null));
        await Task.WhenAll(nodes.All.Select(node => Task.Run(async () =>
        {
            for (var change = 0; change < changes; change++)
                await ThreadChecks.IncrementAsync(node);
        })));

        foreach (var node in nodes.All)
        {
            var job = await node.GetAsync("a");
            Expect.Equal((2 * changes, (2 * changes) + 1L), (job.State.Get<int>("n"), job.StateVersion), "the count in the state, and the state version");
        }
    }

    private static async Task Past(TestedNodes nodes)
    {
        var (a, b) = (nodes.A, nodes.B);
        await a.AddAsync(a.Job("a", a.Now) with { Plan = Some.Plan("a", a.Now) with { History = StateHistoryPolicy.All(10) } });
        await a.CommittedAsync(Commits.End(await a.ClaimOneAsync("a"), a.Now) with { State = Some.State(1), StateSchema = 1, StateVersion = 1, NextFireAt = a.Now });
        await b.CommittedAsync(Commits.End(await b.ClaimOneAsync("a"), b.Now) with { State = Some.State(2), StateSchema = 1, StateVersion = 2 });

        foreach (var node in nodes.All)
        {
            Expect.Equal((2L, "node-2"), ((await node.GetAsync("a")).LastRun?.Fence, (await node.GetAsync("a")).LastRun?.Node), "fence and node of the last run");
            if (node.Archive is not { } archive)
                continue;
            var runs = await archive.GetRunsAsync("a", null, 10, node.Cancellation);
            Expect.Sequence([(2L, "node-2"), (1L, "node-1")], runs.Items.Select(run => (run.Fence, run.Node ?? "none")), "fence and node of the runs, newest first");
            var versions = await archive.GetStateHistoryAsync("a", null, 10, node.Cancellation);
            Expect.Sequence([Some.State(2), Some.State(1), Some.State(0)], versions.Items.Select(version => version.State), "the versions of the state, newest first");
        }
    }

    private static async Task SameAsync(TestedNodes nodes, string id, string when) =>
        Expect.Equal(await nodes.A.PortraitAsync(id), await nodes.B.PortraitAsync(id), $"the job at the second node, against the first, {when}");

    private static async Task<(JobState State, long StateVersion, long Version)> VersionsAsync(TestedStore node)
    {
        var job = await node.GetAsync("a");
        return (job.State, job.StateVersion, job.Version);
    }
}
