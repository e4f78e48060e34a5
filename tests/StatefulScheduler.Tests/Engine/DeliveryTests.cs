using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

public class DeliveryTests
{
    [Theory]
    [InlineData(DeliveryGuarantee.AtLeastOnce, 2, "Succeeded")]
    [InlineData(DeliveryGuarantee.AtMostOnce, 1, "Abandoned")]
    public async Task A_run_that_ended_with_its_node_is_run_again_unless_at_most_once_is_asked_for(DeliveryGuarantee delivery, int begun, string outcomes)
    {
        var count = 0;
        await using var harness = await JobAsync(Trigger.Every(60 * Minute), async (job, cancellationToken) =>
        {
            count++;
            await Task.Delay(Minute, job.Time, cancellationToken);
        }, new() { Delivery = delivery });
        await harness.AdvanceAsync(60.5 * Minute);

        await harness.CrashAsync();
        await harness.RestartAsync();
        await harness.AdvanceAsync(10 * Minute);

        Assert.Equal((begun, outcomes), (count, harness.Outcomes()));
        await harness.AdvanceAsync(60 * Minute);
        Assert.Equal(begun + 1, count);
    }

    [Fact]
    public async Task A_claim_stays_open_in_the_store_until_its_lease_ends()
    {
        await using var harness = await JobAsync(Trigger.At(Start + Minute), Taking(Second));
        await harness.AdvanceAsync(Minute);
        await harness.CrashAsync();
        await harness.RestartAsync();

        await harness.AdvanceAsync(29 * Second);
        Assert.Equal(1, (await harness.Job()).RunningCount);
        Assert.Empty(harness.Runs("job"));
        await harness.AdvanceAsync(3 * Second);
        Assert.Equal("Succeeded", harness.Outcomes());
        Assert.Equal(2, harness.Runs("job")[0].Fence);
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_is_sent_again_and_counts_once()
    {
        await using var harness = await JobAsync(Trigger.Every(Minute), Counting);
        harness.Faults.LoseAnswer(StatefulScheduler.Testing.StoreVerb.Commit, 3);

        await harness.AdvanceAsync(10 * Minute);

        Assert.Equal(10, (await harness.Job()).State.Get<int>("n"));
        Assert.Equal(10, harness.Events<RunSucceeded>().Count);
        Assert.Equal(Enumerable.Range(1, 11), harness.States("job").Select(state => (int)state.Version));
    }
}
