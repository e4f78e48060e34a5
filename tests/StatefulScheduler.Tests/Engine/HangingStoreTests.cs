using Microsoft.Extensions.DependencyInjection;
using StatefulScheduler.Stores;
using StatefulScheduler.Tests.Stores.Mutants;

namespace StatefulScheduler.Tests.Engine;

// A store that neither answers nor fails holds up a stop for seconds, not for as long as a run may take.
public class HangingStoreTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_stop_ends_although_the_store_never_answers()
    {
        var (store, begun, goesOn) = (new HangingStore(), new TaskCompletionSource(), new TaskCompletionSource());
        await using var services = Services(store, scheduler => scheduler.AddJob("job", Trigger.Now, async (_, _) =>
        {
            begun.SetResult();
            await goesOn.Task;
        }));
        var scheduler = services.GetRequiredService<IScheduler>();
        await scheduler.StartAsync(TestContext.Current.CancellationToken);
        await begun.Task.WaitAsync(Bound, TestContext.Current.CancellationToken);
        store.Hang();
        goesOn.SetResult();

        await scheduler.StopAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Bound, TestContext.Current.CancellationToken);

        Assert.Equal(SchedulerStatus.Stopped, scheduler.Status);
    }

    [Fact]
    public async Task A_pause_waits_for_no_store()
    {
        var store = new HangingStore();
        await using var services = Services(store, _ => { });
        var scheduler = services.GetRequiredService<IScheduler>();
        await scheduler.StartAsync(TestContext.Current.CancellationToken);
        store.Hang();

        await scheduler.PauseAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Bound, TestContext.Current.CancellationToken);

        Assert.Equal(SchedulerStatus.Paused, scheduler.Status);
        await scheduler.StopAsync(new CancellationToken(canceled: true)).AsTask().WaitAsync(Bound, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_start_that_the_store_does_not_answer_is_ended_by_its_caller()
    {
        var store = new HangingStore();
        store.Hang();
        await using var services = Services(store, _ => { });
        using var impatient = new CancellationTokenSource();
        var starting = services.GetRequiredService<IScheduler>().StartAsync(impatient.Token).AsTask();
        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting.WaitAsync(Bound, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_start_that_the_store_does_not_answer_is_ended_by_a_stop()
    {
        var store = new HangingStore();
        store.Hang();
        await using var services = Services(store, _ => { });
        var scheduler = services.GetRequiredService<IScheduler>();
        var starting = scheduler.StartAsync(TestContext.Current.CancellationToken).AsTask();

        await scheduler.StopAsync(new CancellationToken(canceled: true)).AsTask().WaitAsync(Bound, TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting.WaitAsync(Bound, TestContext.Current.CancellationToken));
        Assert.Equal(SchedulerStatus.Stopped, scheduler.Status);
    }

    private static ServiceProvider Services(IJobStore store, Action<SchedulerBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        configure(services.AddStatefulScheduler().UseStore(_ => store));
        return services.BuildServiceProvider();
    }

    private sealed class HangingStore : MutantStore
    {
        private volatile bool hangs;

        public void Hang() => hangs = true;

        public override async ValueTask<ClaimResult> ClaimDueAsync(ClaimRequest request, Memory<JobClaim> claims, CancellationToken cancellationToken)
        {
            await AnswerAsync();
            return await base.ClaimDueAsync(request, claims, cancellationToken);
        }

        public override async ValueTask CommitAsync(ReadOnlyMemory<JobCommit> commits, Memory<CommitResult> results, CancellationToken cancellationToken)
        {
            await AnswerAsync();
            await base.CommitAsync(commits, results, cancellationToken);
        }

        public override async ValueTask RenewAsync(ReadOnlyMemory<RunLease> leases, TimeSpan duration, Memory<bool> results, CancellationToken cancellationToken)
        {
            await AnswerAsync();
            await base.RenewAsync(leases, duration, results, cancellationToken);
        }

        private Task AnswerAsync() => hangs ? new TaskCompletionSource().Task : Task.CompletedTask;
    }
}
