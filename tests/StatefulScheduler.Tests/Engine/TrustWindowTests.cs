using Microsoft.Extensions.DependencyInjection;
using StatefulScheduler.Stores;
using StatefulScheduler.Testing;
using StatefulScheduler.Tests.Stores.Mutants;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// A run whose lease cannot be renewed is cancelled before anybody else can have its job: a heartbeat (5 s) before the lease (30 s) ends, counted
// from when it was asked for.
public class TrustWindowTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_is_cancelled_in_time_whether_renewals_fail_or_are_never_answered(bool hangs)
    {
        var cancelled = new List<TimeSpan>();
        await using var harness = await JobAsync(Trigger.Now, NoteCancellation(cancelled));
        if (hangs)
            harness.Faults.Delay(StoreVerb.Renew, TimeSpan.FromHours(1), 1000);
        else
            harness.Faults.FailNext(StoreVerb.Renew, 5);
        await harness.AdvanceAsync(29 * Second);

        Assert.Equal(25 * Second, Assert.Single(cancelled));
    }

    [Fact]
    public async Task A_renewal_that_is_never_answered_does_not_keep_the_next_from_being_granted()
    {
        await using var harness = await JobAsync(Trigger.Now, Taking(2 * Minute));
        harness.Faults.Delay(StoreVerb.Renew, TimeSpan.FromHours(1));
        await harness.AdvanceAsync(3 * Minute);

        Assert.Equal("Succeeded", harness.Outcomes());
        Assert.Empty(harness.Events<RunAbandoned>());
    }

    [Fact]
    public async Task A_renewal_that_is_answered_late_counts_from_when_it_was_asked_for()
    {
        var cancelled = new List<TimeSpan>();
        await using var harness = await JobAsync(Trigger.Now, NoteCancellation(cancelled));
        harness.Faults.Delay(StoreVerb.Renew, 8 * Second); // Asked for after 5 s.
        await harness.AdvanceAsync(14 * Second);
        harness.Faults.FailNext(StoreVerb.Renew, 100);
        await harness.AdvanceAsync(30 * Second);

        Assert.Equal(30 * Second, cancelled[0]);
    }

    [Fact]
    public async Task The_time_that_a_claim_was_on_its_way_is_not_trusted()
    {
        var cancelled = new List<TimeSpan>();
        await using var harness = await LateAsync(20 * Second, NoteCancellation(cancelled));
        harness.Faults.FailNext(StoreVerb.Renew, 5);
        await harness.AdvanceAsync(29 * Second);

        Assert.Equal(25 * Second, Assert.Single(cancelled));
    }

    [Fact]
    public async Task A_claim_that_arrives_when_somebody_else_may_have_the_job_is_not_begun()
    {
        var fences = new List<long>();
        await using var harness = await LateAsync(40 * Second, (job, _) =>
        {
            fences.Add(job.Fence);
            return ValueTask.CompletedTask;
        });
        await harness.AdvanceAsync(Minute);

        Assert.Equal([2], fences); // The first claim went back.
        Assert.Equal("Succeeded", harness.Outcomes());
    }

    [Fact]
    public async Task A_deaf_run_that_was_closed_has_no_lease_to_lose_and_stays_known()
    {
        await using var harness = await JobAsync(Trigger.Now, async (job, _) => await Task.Delay(10 * Minute, job.Time, CancellationToken.None), new() { Timeout = Second });
        for (var second = 1; second <= 120; second++)
        {
            await harness.AdvanceAsync(Second);
            Assert.Equal(second >= 35 ? 1 : 0, harness.Scheduler.GetHealth().StuckRuns); // The beat after 31 seconds is the one at 35.
        }
    }

    private static Func<JobContext, CancellationToken, ValueTask> NoteCancellation(List<TimeSpan> cancelled) => async (job, cancellationToken) =>
    {
        await using var noted = cancellationToken.Register(() => cancelled.Add(job.Time.GetUtcNow() - Start));
        await Task.Delay(TimeSpan.FromHours(2), job.Time, cancellationToken);
    };

    // The first claim is answered late, though it was granted at once.
    private static async ValueTask<SchedulerHarness> LateAsync(TimeSpan after, Func<JobContext, CancellationToken, ValueTask> run)
    {
        var store = new LateStore { AnswersAfter = after };
        return await HarnessAsync(scheduler => scheduler.UseStore(provider => store.Of(provider)).AddJob("job", Trigger.Now, run));
    }

    private sealed class LateStore : MutantStore
    {
        private IServiceProvider? services;

        public TimeSpan AnswersAfter { get; set; }

        public LateStore Of(IServiceProvider provider)
        {
            services = provider;
            return this;
        }

        public override async ValueTask<ClaimResult> ClaimDueAsync(ClaimRequest request, Memory<JobClaim> claims, CancellationToken cancellationToken)
        {
            var found = await base.ClaimDueAsync(request, claims, cancellationToken);
            if (found.Count == 0 || AnswersAfter == TimeSpan.Zero)
                return found;

            // The clock moves while the pump waits here, as it does for a job that waits.
            var delay = AnswersAfter;
            AnswersAfter = TimeSpan.Zero;
            var activity = ((Scheduler)services!.GetRequiredService<IScheduler>()).Core.Activity;
            var over = new TaskCompletionSource();
            using var timer = services!.GetRequiredService<TimeProvider>().CreateTimer(
                _ =>
                {
                    activity.GoOn();
                    over.SetResult();
                },
                null,
                delay,
                Timeout.InfiniteTimeSpan);
            activity.Wait();
            await over.Task;
            return found;
        }
    }
}
