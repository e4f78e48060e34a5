namespace StatefulScheduler.Sqlite.Tests;

public sealed class CounterKillTests
{
    private const int Kills = 8;
    private const int Jobs = 50;

    [Fact]
    public async Task What_was_told_as_committed_is_in_the_file_and_nothing_is_counted_twice()
    {
        var nemesis = new Nemesis();
        using var folder = new TempFolder();
        var file = new JobFile(folder.File());
        var committed = new Dictionary<string, long>();
        var runs = new HashSet<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            using var worker = new WorkerProcess("counters", file.Path, $"jobs={Jobs}");
            await worker.UntilAsync("started");
            await worker.UntilAsync("committed", times: nemesis.UpTo(250) + (kill % 2 * 150)); // Never three in a row before anything is done: that parks a job.
            await nemesis.KillAsync(worker);

            // Within one process, two runs of a job that follow each other at once may be told the other way round: see ISchedulerEvents.
            var before = new Dictionary<string, long>(committed);
            foreach (var line in worker.Heard("committed"))
            {
                Assert.True(line.Number(1) > before.GetValueOrDefault(line[0]), $"The state version of {line[0]} went back: {line}.");
                committed[line[0]] = Math.Max(line.Number(1), committed.GetValueOrDefault(line[0]));
                Assert.True(runs.Add(line[2]), $"Run {line[2]} was committed twice.");
            }

            CheckStates(await file.AllAsync(), committed);
            file.CheckIntegrity();
        }

        Assert.NotEmpty(committed);
        await CheckRunsAsync(file, runs);
    }

    private static void CheckStates(IReadOnlyList<ScheduledJob> jobs, Dictionary<string, long> committed)
    {
        Assert.Equal(Jobs, jobs.Count);
        Assert.All(jobs, job =>
        {
            Assert.Equal(JobStatus.Active, job.Status);
            Assert.True(job.StateVersion >= committed.GetValueOrDefault(job.Id), $"{job.Id} is at state version {job.StateVersion}, but {committed.GetValueOrDefault(job.Id)} was told.");
            Assert.Equal(job.StateVersion - 1, job.State.Get<int>("n"));
        });
    }

    private static async Task CheckRunsAsync(JobFile file, HashSet<string> told)
    {
        var jobs = await file.AllAsync();
        var runs = await file.RunsAsync(jobs.Select(job => job.Id));
        foreach (var job in jobs)
        {
            var succeeded = runs[job.Id].Count(run => run.Outcome == RunOutcome.Succeeded);
            var abandoned = runs[job.Id].Count(run => run.Outcome == RunOutcome.Abandoned) + job.RunningCount;
            if (job.Handler == "returns")
                Assert.Equal(succeeded, job.State.Get<int>("n"));
            else // An update is stored before its run ends: a kill may come in between. The last kill's runs are still open.
                Assert.InRange(job.State.Get<int>("n"), succeeded, succeeded + abandoned + 1);
        }

        var stored = runs.Values.SelectMany(ofJob => ofJob).Where(run => run.Outcome == RunOutcome.Succeeded).Select(run => run.Id).ToHashSet();
        Assert.Subset(stored, told);
    }
}
