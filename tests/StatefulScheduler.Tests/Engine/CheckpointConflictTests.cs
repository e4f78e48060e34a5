using StatefulScheduler.Testing;

namespace StatefulScheduler.Tests.Engine;

// A checkpoint that meets an operator's write follows the job's OnStateConflict, and tells of what gave way: never silent.
public class CheckpointConflictTests
{
    private static Task<SchedulerHarness> SavedAsync(StateConflictPolicy policy, Action<JobState>? seen = null) =>
        ConflictingJob.EndedAsync(policy, async (job, state) =>
        {
            await job.SaveStateAsync(state);
            seen?.Invoke(job.State);
        });

    [Fact]
    public async Task Merge_keeps_the_stored_value_and_reports_the_one_of_the_run()
    {
        var seen = JobState.Empty;
        await using var harness = await SavedAsync(StateConflictPolicy.Merge, state => seen = state);

        Assert.Equal("operator mine=1 theirs=2", await harness.PhaseAsync());
        Assert.Equal("""$.phase: "run" gives way to "operator";""", harness.Rejected());
        Assert.Equal("operator", seen.Get<string>("phase"));
    }

    [Fact]
    public async Task KeepRun_keeps_the_value_of_the_run_and_reports_the_stored_one()
    {
        var seen = JobState.Empty;
        await using var harness = await SavedAsync(StateConflictPolicy.KeepRun, state => seen = state);

        Assert.StartsWith("run mine=1", await harness.PhaseAsync(), StringComparison.Ordinal);
        Assert.Contains("""$.phase: "operator" gives way to "run";""", harness.Rejected(), StringComparison.Ordinal);
        Assert.Equal("run", seen.Get<string>("phase"));
    }

    [Fact]
    public async Task KeepStored_keeps_the_stored_state_and_reports_the_value_of_the_run()
    {
        var seen = JobState.Empty;
        await using var harness = await SavedAsync(StateConflictPolicy.KeepStored, state => seen = state);

        Assert.Equal("operator mine=0 theirs=2", await harness.PhaseAsync());
        Assert.Contains("""$.phase: "run" gives way to "operator";""", harness.Rejected(), StringComparison.Ordinal);
        Assert.Equal("operator", seen.Get<string>("phase"));
    }

    [Fact]
    public async Task FailRun_throws_from_the_call_and_the_run_fails()
    {
        var thrown = new List<Exception>();
        await using var harness = await ConflictingJob.EndedAsync(StateConflictPolicy.FailRun, async (job, state) =>
            thrown.Add(await Assert.ThrowsAsync<InvalidOperationException>(() => job.SaveStateAsync(state).AsTask())));
        Assert.Contains("FailRun", Assert.Single(thrown).Message, StringComparison.Ordinal);

        await using var unhandled = await SavedAsync(StateConflictPolicy.FailRun);
        Assert.Equal("Failed", Engine.Some.Outcomes(unhandled));
        Assert.Equal("operator mine=0 theirs=2", await unhandled.PhaseAsync());
    }

    [Fact]
    public async Task A_checkpoint_that_meets_nobody_is_no_conflict()
    {
        await using var harness = await Engine.Some.JobAsync(Trigger.Now, async (job, cancellationToken) =>
        {
            await job.SaveStateAsync(job.State.Set("n", 1), cancellationToken);
            await job.SaveStateAsync(job.State.Set("n", 2), cancellationToken);
        });

        Assert.Empty(harness.Events<StateConflicted>());
        Assert.Equal([0, 1, 2], harness.States("job").Select(version => version.State.Get("n", 0)));
    }
}
