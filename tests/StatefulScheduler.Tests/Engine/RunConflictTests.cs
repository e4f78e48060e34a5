using StatefulScheduler.Testing;

namespace StatefulScheduler.Tests.Engine;

// The end of a run meets an operator's write.
public class RunConflictTests
{
    private static Task<SchedulerHarness> ReturnedAsync(StateConflictPolicy policy) => ConflictingJob.EndedAsync(policy, (job, state) =>
    {
        job.State = state;
        return ValueTask.CompletedTask;
    });

    [Theory]
    [InlineData(StateConflictPolicy.Merge, "operator mine=1 theirs=2", """$.phase: "run" gives way to "operator";""")]
    [InlineData(StateConflictPolicy.KeepRun, "run mine=1 theirs=0", """$.phase: "operator" gives way to "run";""")]
    [InlineData(StateConflictPolicy.KeepStored, "operator mine=0 theirs=2", """$.phase: "run" gives way to "operator";""")]
    public async Task What_gives_way_is_what_the_policy_says_and_it_is_told(StateConflictPolicy policy, string stored, string rejected)
    {
        await using var harness = await ReturnedAsync(policy);

        Assert.Equal("Succeeded", harness.Outcomes());
        Assert.Equal(stored, await harness.PhaseAsync());
        Assert.Contains(rejected, harness.Rejected(), StringComparison.Ordinal);
        Assert.Equal(JobStatus.Completed, (await harness.Job()).Status);
    }

    [Fact]
    public async Task FailRun_makes_a_failed_run_and_the_stored_state_stays()
    {
        await using var harness = await ReturnedAsync(StateConflictPolicy.FailRun);

        Assert.Equal("Failed", harness.Outcomes());
        Assert.Contains("FailRun", harness.Runs("job")[0].Error!.Message, StringComparison.Ordinal);
        Assert.Equal("operator mine=0 theirs=2", await harness.PhaseAsync());
        Assert.Equal(JobStatus.Failed, (await harness.Job()).Status);
    }
}
