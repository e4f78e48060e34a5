using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// With one pump, as on any clock but the system's, the events of a job come in the order of its commits.
public class EventSequenceTests
{
    [Fact]
    public async Task A_run_is_told_to_have_ended_before_the_next_one_is_told_to_begin()
    {
        await using var harness = await HarnessAsync(scheduler => scheduler
            .AddJob("often", Trigger.Every(Second), Counting)
            .AddJob("back to back", Trigger.Every(Second), Taking(1.5 * Second), options: new() { WhenFull = WhenFull.Queue }));
        await harness.AdvanceAsync(Minute);

        foreach (var id in new[] { "often", "back to back" })
        {
            var runs = harness.Events<RunEvent>().Where(told => told.Job.Id == id && told is (RunStarted or RunSucceeded)).ToList();
            Assert.InRange(runs.Count, 60, 121);
            for (var at = 0; at < runs.Count; at++)
                Assert.Equal((at % 2 == 0, (at / 2) + 1L), (runs[at] is RunStarted, runs[at].Run.Fence));
        }
    }

    [Fact]
    public async Task Edits_and_runs_are_told_in_the_order_of_their_versions()
    {
        await using var harness = await JobAsync(Trigger.Every(Second), Counting);
        for (var edit = 0; edit < 50; edit++)
        {
            await harness.Scheduler.UpdateStateAsync("job", state => state.Set("edit", edit));
            await harness.AdvanceAsync(Second);
        }

        Assert.Equal(Enumerable.Range(2, 50).Select(version => (long)version), harness.Events<JobModified>().Select(told => told.Job.Version));
        Assert.Equal(Enumerable.Range(2, 100).Select(version => (long)version), harness.Events<StateChanged>().Select(told => told.Job.StateVersion));
    }
}
