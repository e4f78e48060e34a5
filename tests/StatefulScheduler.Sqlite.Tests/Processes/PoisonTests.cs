namespace StatefulScheduler.Sqlite.Tests;

public sealed class PoisonTests
{
    private const int SigAbort = 128 + 6;
    private const int SigKill = 128 + 9;

    [Theory]
    [InlineData("late", SigKill, 8)]
    [InlineData("kill", SigKill, 8)] // At once: it takes with it what was claimed beside it.
    [InlineData("failfast", SigAbort, 1)] // One slot: jobs that were claimed and never begun.
    public async Task A_job_that_kills_its_process_is_parked_after_three_times_and_no_other_is(string way, int exitCode, int slots)
    {
        using var folder = new TempFolder();
        var file = new JobFile(folder.File());
        for (var death = 0; death < 3; death++)
        {
            using var dies = Start();
            Assert.Equal(exitCode, await dies.EndAsync());
            Assert.Single(dies.Heard("begun")); // Not by its fence: a claim that finds no free slot is given back, and counts none the less.
            Assert.Empty(dies.Heard("parked"));
        }

        using (var lives = Start())
        {
            var parked = await lives.UntilAsync("parked");
            Assert.Equal("poison", parked[0]);
            Assert.Contains("its last 3 runs ended with their process", parked[1], StringComparison.Ordinal);
            for (var index = 0; index < 10; index++)
                await lives.UntilAsync("committed", line => line[0] == $"good{index}");
            Assert.Equal(0, await lives.StopAsync());
            Assert.Empty(lives.Heard("begun"));
            Assert.Single(lives.Heard("parked"));
        }

        var jobs = await file.AllAsync();
        Assert.Equal("poison", Assert.Single(jobs, job => job.Status == JobStatus.Parked).Id);
        Assert.Equal(10, jobs.Count(job => job.Status == JobStatus.Active));
        Assert.Contains("until it is resumed", jobs.Single(job => job.Id == "poison").Parked!.Reason, StringComparison.Ordinal);

        await file.ResumeAsync("poison");
        using var again = Start();
        Assert.Equal(exitCode, await again.EndAsync());
        Assert.Single(again.Heard("begun"));

        WorkerProcess Start() => new("poison", file.Path, $"way={way}", $"slots={slots}");
    }
}
