namespace StatefulScheduler.Sqlite.Tests;

public sealed class CheckpointKillTests
{
    private const int Kills = 12;

    // Torture list, E10.
    [Fact]
    public async Task A_run_killed_anywhere_goes_on_from_its_last_acknowledged_checkpoint()
    {
        var nemesis = new Nemesis();
        using var folder = new TempFolder();
        var file = new JobFile(folder.File());
        var acknowledged = 0L;
        var fence = 0L;
        for (var kill = 1; kill <= Kills; kill++)
        {
            using var worker = new WorkerProcess("import", file.Path);
            var begun = await worker.UntilAsync("begun");
            CheckBegun(begun, acknowledged, fence);
            await worker.UntilAsync("saved", times: nemesis.UpTo(20));
            await nemesis.KillAsync(worker);

            CheckSaved(worker, begun.Number(0));
            fence = begun.Number(2);
            acknowledged = begun.Number(0) + worker.Heard("saved").Count();
            await CheckHistoryAsync(file, acknowledged);
            if (kill % 2 == 0)
                await file.VouchForAsync("import"); // Three runs in a row that end with their process would park it.
        }

        var last = acknowledged + 20;
        using var completes = new WorkerProcess("import", file.Path, $"steps={last}");
        CheckBegun(await completes.UntilAsync("begun"), acknowledged, fence);
        await completes.UntilAsync("completed");
        Assert.Equal(0, await completes.StopAsync());

        var job = await file.GetAsync("import");
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(new JobState { ["step"] = last, ["done"] = true }, job.State);
        Assert.Equal(last + 2, job.StateVersion); // Added, every step once, and the end.
        var runs = await file.RunsAsync("import");
        Assert.Equal(Kills, runs.Count(run => run.Outcome == RunOutcome.Abandoned));
        Assert.Equal(RunOutcome.Succeeded, runs[^1].Outcome);
        Assert.Single(runs.Select(run => run.ScheduledAt).Distinct());
        file.CheckIntegrity();
    }

    // Of two checkpoints in a row the second waits for the first: at most one can be stored whose acknowledgement the kill cut off.
    private static void CheckBegun(WorkerLine begun, long acknowledged, long fence)
    {
        Assert.InRange(begun.Number(0), acknowledged, acknowledged + 1);
        Assert.Equal(begun.Number(0) + 1, begun.Number(1));
        Assert.Equal(fence + 1, begun.Number(2));
    }

    private static void CheckSaved(WorkerProcess worker, long from)
    {
        foreach (var (saved, index) in worker.Heard("saved").Select((saved, index) => (saved.Number(0), index)))
            Assert.Equal(from + 1 + index, saved);
    }

    private static async Task CheckHistoryAsync(JobFile file, long acknowledged)
    {
        var history = await file.HistoryAsync("import");
        Assert.InRange(history.Count, acknowledged + 1, acknowledged + 2);
        Assert.All(history, (version, index) => Assert.Equal((index + 1, index), (version.Version, version.State.Get<int>("step"))));
        Assert.Equal(history.Count, (await file.GetAsync("import")).StateVersion);
        file.CheckIntegrity();
    }
}
