namespace StatefulScheduler.Sqlite.Tests;

public sealed class OwnerKillTests
{
    [Fact]
    public async Task A_second_process_is_refused_at_once_and_told_who_holds_the_file_and_what_to_do()
    {
        using var folder = new TempFolder();
        using var first = new WorkerProcess("hold", folder.File(), "node=first", "drain=0");
        await first.UntilAsync("begun");

        using var second = new WorkerProcess("hold", folder.File(), "node=second");
        Assert.Equal(3, await second.EndAsync());

        Assert.InRange(Assert.Single(second.Heard("refused")).Number(0), 0, 4_000); // Below the default wait of 5 s.
        Assert.Contains(folder.File(), second.Errors, StringComparison.Ordinal);
        Assert.Contains($"node 'first' (process {first.Id} on {Environment.MachineName})", second.Errors, StringComparison.Ordinal);
        Assert.Contains("Stop that process, wait longer (SqliteStoreOptions.OwnerWait), give this scheduler a file of its own", second.Errors, StringComparison.Ordinal);
        Assert.Equal(0, await first.StopAsync());
    }

    [Fact]
    public async Task A_second_process_that_waits_takes_over_from_a_killed_one_without_waiting_for_its_leases()
    {
        using var folder = new TempFolder();
        using var first = new WorkerProcess("hold", folder.File(), "node=first"); // Its leases last an hour.
        var begun = await first.UntilAsync("begun");
        using var second = new WorkerProcess("hold", folder.File(), "node=second", "wait=60000", "hold=false");
        await second.UntilAsync("starting");
        Assert.Empty(second.Heard("started"));

        await first.KillAsync();

        var again = await second.UntilAsync("begun");
        Assert.Equal((begun.Number(1), begun.Number(2) + 1), (again.Number(1), again.Number(2)));
        await second.UntilAsync("completed");
        Assert.Equal(0, await second.StopAsync());
        var runs = await new JobFile(folder.File()).RunsAsync("hold0");
        Assert.Equal([(RunOutcome.Abandoned, "first"), (RunOutcome.Succeeded, "second")], runs.Select(run => (run.Outcome, run.Node)));
    }
}
