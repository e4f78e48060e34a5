namespace StatefulScheduler.Sqlite.Tests;

public sealed class DeliveryKillTests
{
    private const int Kills = 6;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    [Theory]
    [InlineData("AtLeastOnce", 2, RunOutcome.Succeeded, JobStatus.Completed)]
    [InlineData("AtMostOnce", 1, RunOutcome.Abandoned, JobStatus.Failed)]
    public async Task A_kill_between_claim_and_commit_runs_the_occurrence_again_or_never(string delivery, int begins, RunOutcome outcome, JobStatus status)
    {
        using var folder = new TempFolder();
        using var first = new WorkerProcess("hold", folder.File(), $"delivery={delivery}");
        await first.UntilAsync("begun");
        await first.KillAsync();

        using var second = new WorkerProcess("hold", folder.File(), $"delivery={delivery}", "hold=false");
        await second.UntilAsync("completed");
        Assert.Equal(0, await second.StopAsync());

        var begun = first.Heard("begun").Concat(second.Heard("begun")).Select(line => line.Number(1)).ToList();
        Assert.Equal(begins, begun.Count);
        Assert.Single(begun.Distinct());
        var job = await new JobFile(folder.File()).GetAsync("hold0");
        Assert.Equal((status, outcome), (job.Status, job.LastRun!.Outcome));
    }

    [Fact]
    public async Task Kills_anywhere_lose_no_occurrence_at_least_once_and_repeat_none_at_most_once()
    {
        var nemesis = new Nemesis();
        using var folder = new TempFolder();
        var file = new JobFile(folder.File());
        var begun = new List<WorkerLine>();
        for (var kill = 0; kill < Kills; kill++)
        {
            using var worker = new WorkerProcess("ticks", file.Path);
            await worker.UntilAsync("started");
            await worker.UntilAsync("begun", times: nemesis.UpTo(40) + (kill % 2 * 20)); // Never three in a row before anything is done: that parks a job.
            await nemesis.KillAsync(worker);
            begun.AddRange(worker.Heard("begun"));
        }

        using (var last = new WorkerProcess("ticks", file.Path))
        {
            await last.UntilAsync("committed", line => line[0] == "AtLeastOnce");
            await last.UntilAsync("committed", line => line[0] == "AtMostOnce");
            Assert.Equal(0, await last.StopAsync());
            begun.AddRange(last.Heard("begun"));
        }

        var leastOnce = await file.RunsAsync("AtLeastOnce");
        var succeeded = leastOnce.Where(run => run.Outcome == RunOutcome.Succeeded).Select(run => run.ScheduledAt).ToList();
        CheckGrid(succeeded);
        Assert.Subset(succeeded.Select(at => at.UtcTicks).ToHashSet(), Begun("AtLeastOnce").ToHashSet());

        var mostOnce = await file.RunsAsync("AtMostOnce");
        CheckGrid([.. mostOnce.Select(run => run.ScheduledAt).Distinct()]);
        Assert.Equal(Begun("AtMostOnce").Distinct().Count(), Begun("AtMostOnce").Count());
        Assert.All(mostOnce.Where(run => run.Outcome == RunOutcome.Succeeded).GroupBy(run => run.ScheduledAt), runs => Assert.Single(runs));

        IEnumerable<long> Begun(string job) => begun.Where(line => line[0] == job).Select(line => line.Number(1));
    }

    // Every occurrence from the first to the last, each once and in order.
    private static void CheckGrid(List<DateTimeOffset> occurrences)
    {
        Assert.NotEmpty(occurrences);
        Assert.All(occurrences, (at, index) => Assert.Equal(occurrences[0] + (index * Interval), at));
    }
}
