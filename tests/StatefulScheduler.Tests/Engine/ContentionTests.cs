using StatefulScheduler.Stores;
using StatefulScheduler.Tests.Stores.Mutants;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// What is due and cannot be claimed, since another node has its hand on it, is asked for again soon, and not all the time.
public class ContentionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_job_that_another_node_holds_for_a_moment_is_asked_for_again_in_10_ms(bool saysMore)
    {
        var store = new ContendedStore(saysMore);
        await using var harness = await HarnessAsync(scheduler => scheduler.UseStore(_ => store).AddJob("job", Trigger.At(Start + Minute), Nothing));
        await harness.AdvanceAsync(Minute - Second);
        store.Claims = 0;
        store.Held = Start + Minute + Second;
        await harness.AdvanceAsync(3 * Second);

        Assert.Equal("Succeeded", harness.Outcomes());
        Assert.InRange(harness.Runs("job")[0].StartedAt!.Value - Start, Minute + Second, Minute + Second + TimeSpan.FromMilliseconds(10));
        Assert.InRange(store.Claims, 50, 110);
    }

    private sealed class ContendedStore(bool saysMore) : MutantStore
    {
        public int Claims { get; set; }

        public DateTimeOffset Held { get; set; }

        public override async ValueTask<ClaimResult> ClaimDueAsync(ClaimRequest request, Memory<JobClaim> claims, CancellationToken cancellationToken)
        {
            Claims++;
            var told = await base.ClaimDueAsync(request, default, cancellationToken);
            if (!told.MoreDue || told.Now >= Held)
                return await base.ClaimDueAsync(request, claims, cancellationToken);
            return new(0, saysMore, saysMore ? null : told.Now, told.Now);
        }
    }
}
