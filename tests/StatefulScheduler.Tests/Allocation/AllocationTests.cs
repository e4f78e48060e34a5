using Microsoft.Extensions.DependencyInjection;

namespace StatefulScheduler.Tests.Allocation;

// The whole process is measured, on the system's clock, so nothing else may run beside it.
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class AllocationTests
{
    private const int WarmUp = 2_000_000;
    private const int Window = 1_500_000;
    private const int Windows = 4;

    // A debug build makes a class of every async method's state machine.
#if DEBUG
    private const double Engine = 200;
#else
    private const double Engine = 1;
#endif

    [Fact]
    public async Task A_stateless_firing_allocates_nothing()
    {
        var bytes = await BytesPerFiringAsync((scheduler, count) => scheduler.AddHandler("work", (job, cancellationToken) =>
        {
            count();
            return ValueTask.CompletedTask;
        }));

        Assert.InRange(bytes, 0, Engine);
    }

    [Fact]
    public async Task The_measurement_sees_what_a_job_allocates()
    {
        var bytes = await BytesPerFiringAsync((scheduler, count) => scheduler.AddHandler("work", (job, cancellationToken) =>
        {
            count();
            GC.KeepAlive(new byte[64]);
            return ValueTask.CompletedTask;
        }));

        Assert.InRange(bytes, 87, 88 + Engine); // Two pumps pass a mark a few firings apart.
    }

    // The least of several windows: what the engine allocates is in each of them, what the rest of the process does now and then is not.
    // 100 jobs on a 1 ms grid that began long ago, every slot of which runs.
    private static async Task<double> BytesPerFiringAsync(Action<SchedulerBuilder, Action> addHandler)
    {
        var firings = 0L;
        var marks = new long[Windows + 1];
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var services = new ServiceCollection();
        addHandler(services.AddStatefulScheduler(), Count);
        await using var provider = services.BuildServiceProvider();
        var scheduler = provider.GetRequiredService<IScheduler>();
        await scheduler.StartAsync(TestContext.Current.CancellationToken);
        await scheduler.PauseAsync(TestContext.Current.CancellationToken);
        var trigger = Trigger.Every(TimeSpan.FromMilliseconds(1), DateTimeOffset.UtcNow.AddDays(-1));
        for (var job = 0; job < 100; job++)
        {
            await scheduler.AddJobAsync(
                new($"job {job}", "work", trigger) { Options = new() { Coalesce = CoalesceMode.All, WhenFull = WhenFull.Queue } },
                TestContext.Current.CancellationToken);
        }

        await scheduler.ResumeAsync(TestContext.Current.CancellationToken);
        await done.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        await scheduler.StopAsync(TestContext.Current.CancellationToken);
        return marks.Zip(marks.Skip(1), (before, after) => (after - before) / (double)Window).Min();

        void Count()
        {
            var (window, rest) = Math.DivRem(Interlocked.Increment(ref firings) - WarmUp, Window);
            if (rest != 0 || window is < 0 or > Windows)
                return;
            marks[window] = GC.GetTotalAllocatedBytes(precise: true);
            if (window == Windows)
                done.TrySetResult();
        }
    }
}
