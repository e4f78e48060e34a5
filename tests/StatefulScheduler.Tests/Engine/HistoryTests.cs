using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

public class HistoryTests
{
    // The operator writes 10, the runs count on to 11 and 12, the operator writes 20.
    private static async Task<StatefulScheduler.Testing.SchedulerHarness> WrittenAsync(StateHistoryPolicy? history)
    {
        var harness = await JobAsync(Trigger.Every(Minute), Counting, new() { StateHistory = history });
        await harness.Scheduler.ActingAs("ada").ModifyJobAsync("job", change => change.State(state => state.Set("n", 10)).Reason("ten"));
        await harness.AdvanceAsync(2 * Minute);
        await harness.Scheduler.UpdateStateAsync("job", state => state.Set("n", 20), "twenty");
        return harness;
    }

    private static async Task<string> KeptAsync(StatefulScheduler.Testing.SchedulerHarness harness) =>
        string.Join(" ", (await harness.Scheduler.GetStateHistoryAsync("job")).Items.Select(version => $"{version.Version}:{version.State.Get("n", 0)}"));

    [Fact]
    public async Task Without_history_the_present_state_is_all_there_is()
    {
        await using var harness = await WrittenAsync(null);

        Assert.Equal("5:20", await KeptAsync(harness));
    }

    [Fact]
    public async Task Decisions_are_kept_and_the_version_that_each_replaced()
    {
        await using var harness = await WrittenAsync(StateHistoryPolicy.Decisions);

        Assert.Equal("5:20 4:12 2:10 1:0", await KeptAsync(harness));
        var ten = (await harness.Scheduler.GetStateHistoryAsync("job")).Items[2];
        Assert.Equal((StateChangeKind.Modified, "ada", "ten", null), (ten.Kind, ten.Actor, ten.Reason, ten.RunId));
        var run = (await harness.Scheduler.GetStateHistoryAsync("job")).Items[1];
        Assert.Equal(StateChangeKind.RunSucceeded, run.Kind);
    }

    [Fact]
    public async Task All_keeps_the_newest_versions()
    {
        await using var harness = await WrittenAsync(StateHistoryPolicy.All(3));

        Assert.Equal("5:20 4:12 3:11", await KeptAsync(harness));
    }

    [Fact]
    public async Task History_is_read_page_by_page()
    {
        await using var harness = await WrittenAsync(StateHistoryPolicy.All(10));
        var first = await harness.Scheduler.GetStateHistoryAsync("job", pageSize: 3);
        var second = await harness.Scheduler.GetStateHistoryAsync("job", first.Next, pageSize: 3);

        Assert.Equal([5, 4, 3, 2, 1], first.Items.Concat(second.Items).Select(version => version.Version));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task A_restored_state_is_a_new_version()
    {
        await using var harness = await WrittenAsync(StateHistoryPolicy.All(10));

        var job = await harness.Scheduler.RestoreStateAsync("job", 3, "bad cursor");

        Assert.Equal((11, 6), (job.State.Get<int>("n"), job.StateVersion));
        var newest = (await harness.Scheduler.GetStateHistoryAsync("job")).Items[0];
        Assert.Equal((StateChangeKind.Restored, "bad cursor"), (newest.Kind, newest.Reason));
    }

    [Fact]
    public async Task A_version_that_is_not_kept_cannot_be_restored()
    {
        await using var harness = await WrittenAsync(null);

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => harness.Scheduler.RestoreStateAsync("job", 3).AsTask());
        Assert.Contains("Version 3", refusal.Message, StringComparison.Ordinal);
    }
}
