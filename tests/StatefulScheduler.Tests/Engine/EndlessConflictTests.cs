using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// Deciding again has an end, whoever writes meanwhile.
public class EndlessConflictTests
{
    [Theory]
    [InlineData(StateConflictPolicy.Merge)]
    [InlineData(StateConflictPolicy.KeepRun)]
    public async Task The_sixth_decision_in_a_row_keeps_the_stored_state(StateConflictPolicy policy)
    {
        var store = new RestlessStore();
        await using var harness = await HarnessAsync(scheduler => scheduler
            .UseStore(_ => store)
            .AddHandler("job", (job, _) =>
            {
                job.State = job.State.Set("phase", "run").Set("mine", 1);
                return ValueTask.CompletedTask;
            }));
        await harness.Scheduler.AddJobAsync(new("job", "job", Trigger.Now) { State = new JobState { ["phase"] = "new" }, Options = new() { OnStateConflict = policy } });
        await harness.AdvanceAsync(Minute);

        Assert.Equal((5, 6), (store.Writes, store.Ends));
        Assert.Equal("operator 5 mine=0 theirs=0", await harness.PhaseAsync());
        Assert.Equal(("Succeeded", JobStatus.Completed), (harness.Outcomes(), (await harness.Job()).Status));
        Assert.Contains("""$.phase: "run" gives way to "operator 5";""", harness.Rejected(), StringComparison.Ordinal);
    }
}
