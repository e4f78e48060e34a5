namespace StatefulScheduler.Testing;

// What makes one node look again though it was told that nothing is due for long: the other node's word, which may take a moment.
internal static class SharedWakeUpChecks
{
    public static IEnumerable<SharedJobStoreCheck> All =>
    [
        new("DueEarlier is raised at one node when the other adds a job that is due earlier", ByAdd),
        new("DueEarlier is raised at one node when the other resumes, reschedules, or asks for a run by hand", ByCommand),
        new("DueEarlier is raised at one node when the other gives a claim back", ByGiveBack),
    ];

    private static async Task ByAdd(TestedNodes nodes)
    {
        var (a, b) = (nodes.A, nodes.B);
        await a.AddAsync(a.Job("later", a.Now.AddHours(1)));
        await ToldAsync(b, b.Now.AddHours(1));

        await b.RaisesDueEarlierAsync(() => a.AddAsync(a.Job("earlier", a.Now.AddMinutes(1))), "adding a job at the other node that is due earlier");
        await ToldAsync(b, b.Now.AddMinutes(1));
        await b.RaisesDueEarlierAsync(() => a.AddAsync("now"), "adding a job at the other node that is due at once");
        await b.ClaimOneAsync("now", "the claim after that");
    }

    private static async Task ByCommand(TestedNodes nodes)
    {
        var (a, b) = (nodes.A, nodes.B);
        await a.AddAsync(a.Job("later", a.Now.AddHours(1)));
        await a.AddAsync(a.Job("paused", a.Now) with { Status = JobStatus.Paused });
        await ToldAsync(b, b.Now.AddHours(1));

        await b.RaisesDueEarlierAsync(() => a.SetStatusAsync("paused", JobStatus.Active), "resuming an overdue job at the other node");
        await b.EndAsync(await b.ClaimOneAsync("paused", "the claim after that"));
        await ToldAsync(b, b.Now.AddHours(1));
        await b.RaisesDueEarlierAsync(
            () => a.CommittedAsync(Commits.Command("later", a.Now) with { MovesSchedule = true, NextFireAt = a.Now.AddMinutes(10), RaisesVersion = true }),
            "rescheduling a job at the other node to earlier");
        await ToldAsync(b, b.Now.AddMinutes(10));
        await b.RaisesDueEarlierAsync(() => a.AddPendingAsync("later", Some.Manual(a.Now)), "asking for a run by hand at the other node");
        await b.ClaimOneAsync("later", "the claim after that");
    }

    private static async Task ByGiveBack(TestedNodes nodes)
    {
        var (a, b) = (nodes.A, nodes.B);
        await a.AddAsync("a");
        var claim = await a.ClaimOneAsync("a");
        await ToldAsync(b, b.Now + Some.Lease);

        await b.RaisesDueEarlierAsync(() => a.CommittedAsync(Commits.GiveBack(claim, a.Now)), "giving a claim back at the other node");
        await b.ClaimOneAsync("a", "the claim after that");
    }

    private static async Task ToldAsync(TestedStore node, DateTimeOffset next)
    {
        var claimed = await node.ClaimAsync();
        Expect.Sequence([], claimed.Ids, "what is claimed before the other node acts");
        Expect.Equal(next, claimed.Result.NextDue, "NextDue before the other node acts");
    }
}
