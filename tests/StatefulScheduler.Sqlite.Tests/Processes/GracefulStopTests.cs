namespace StatefulScheduler.Sqlite.Tests;

public sealed class GracefulStopTests
{
    [Theory]
    [InlineData("SIGTERM")]
    [InlineData("stop")]
    public async Task A_stop_gives_claims_back_and_counts_nothing_as_abandoned(string how)
    {
        Assert.SkipWhen(how == "SIGTERM" && OperatingSystem.IsWindows(), "There are no signals on Windows.");
        using var folder = new TempFolder();
        var file = new JobFile(folder.File());
        for (var stop = 1; stop <= 4; stop++) // Once more than a job may end with its process.
        {
            using var worker = new WorkerProcess("hold", file.Path, "jobs=6", "slots=2", "drain=0");
            await worker.UntilAsync("begun", times: 2);
            if (how == "stop")
                worker.Tell("stop");
            else
                worker.Terminate();
            Assert.Equal(0, await worker.EndAsync());
            Assert.Single(worker.Heard("stopped"));
            Assert.Empty(worker.Heard("parked"));
            Assert.Equal(0, file.CountOpenRuns()); // Before the file is opened, which voids them.
            Assert.All(await file.AllAsync(), job => Assert.Equal((JobStatus.Active, null), (job.Status, job.LastRun)));
        }

        using var last = new WorkerProcess("hold", file.Path, "jobs=6", "hold=false");
        await last.UntilAsync("completed", times: 6);
        Assert.Equal(0, await last.StopAsync());
        Assert.Empty(last.Heard("parked"));
        foreach (var (_, runs) in await file.RunsAsync((await file.AllAsync()).Select(job => job.Id)))
            Assert.Equal(RunOutcome.Succeeded, Assert.Single(runs).Outcome);
    }
}
