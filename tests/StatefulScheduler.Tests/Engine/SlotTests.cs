using Microsoft.Extensions.DependencyInjection;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// Jobs that leave their thread need a slot each: what is claimed beyond the slots must be given back, which costs everybody.
public class SlotTests
{
    private const int Jobs = 200;
    private const int Slots = 4;

    [Fact]
    public async Task Jobs_that_wait_are_claimed_as_slots_become_free()
    {
        var (now, most) = (0, 0);
        var store = new CountingStore();
        await using var harness = await HarnessAsync(scheduler =>
        {
            scheduler.UseStore(_ => store).Configure(options => options.MaxConcurrentRuns = Slots);
            for (var i = 0; i < Jobs; i++)
            {
                scheduler.AddJob($"job-{i}", Trigger.At(Start + Minute), async (job, cancellationToken) =>
                {
                    most = Math.Max(most, Interlocked.Increment(ref now));
                    await Task.Delay(Second, job.Time, cancellationToken);
                    Interlocked.Decrement(ref now);
                });
            }
        });
        await harness.AdvanceAsync(Minute + (Jobs / Slots) * Second);

        Assert.Equal((Jobs, Slots), (harness.Events<RunSucceeded>().Count, most));
        Assert.Equal(Jobs, harness.Events<RunStarted>().Count);
        Assert.InRange(store.GivenBack, 0, Slots);
    }

    [Fact]
    public async Task Jobs_that_wait_are_claimed_as_slots_become_free_in_real_time()
    {
        var (now, most, left) = (0, 0, Jobs);
        var gate = new Lock();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var store = new CountingStore();
        await using var services = new ServiceCollection().AddStatefulScheduler(scheduler => scheduler
            .UseStore(_ => store)
            .Configure(options => (options.MaxConcurrentRuns, options.StartPaused) = (Slots, true))
            .AddHandler("job", async (job, cancellationToken) =>
            {
                lock (gate)
                    most = Math.Max(most, ++now);
                await Task.Delay(TimeSpan.FromMilliseconds(2), job.Time, cancellationToken);
                lock (gate)
                    now--;
                if (Interlocked.Decrement(ref left) == 0)
                    done.SetResult();
            })).Services.BuildServiceProvider();
        var scheduler = services.GetRequiredService<IScheduler>();
        await scheduler.StartAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < Jobs; i++)
            await scheduler.AddJobAsync(new($"job-{i}", "job", Trigger.Now), TestContext.Current.CancellationToken);

        await scheduler.ResumeAsync(TestContext.Current.CancellationToken);
        await done.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await scheduler.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Slots, most);

        // How often a claim races with another for the last slot is the machine's affair; claiming whatever is due would give back far more than there are jobs.
        Assert.InRange(store.GivenBack, 0, Jobs / 4);
    }
}
