using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace StatefulScheduler.Hosting.Tests;

// What a job does when its token fires happens in the job's own time: it harms neither the stop nor the process.
public sealed class CancellationTests : IDisposable
{
    private readonly TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim release = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        release.Set();
        release.Dispose();
    }

    [Fact]
    public async Task A_cancellation_callback_that_blocks_does_not_hold_up_the_stop()
    {
        using var host = Host(async cancellationToken =>
        {
            cancellationToken.Register(() => release.Wait(TimeSpan.FromSeconds(30), CancellationToken.None));
            began.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        await host.StartAsync(Token);
        await began.Task.WaitAsync(Token);

        var clock = Stopwatch.StartNew();
        await host.StopAsync(Token);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_cancellation_callback_that_throws_does_not_spoil_the_stop()
    {
        using var host = Host(async cancellationToken =>
        {
            cancellationToken.Register(() => throw new InvalidOperationException("a callback of the job's own"));
            began.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        await host.StartAsync(Token);
        await began.Task.WaitAsync(Token);

        await host.StopAsync(Token);

        Assert.Equal(SchedulerStatus.Stopped, host.Scheduler().Status);
    }

    private static IHost Host(Func<CancellationToken, Task> run) => TestHost.Create(app =>
    {
        app.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        app.Services.AddStatefulScheduler(scheduler => scheduler.Configure(options => options.DrainTimeout = TimeSpan.FromMilliseconds(20)))
            .AddJob("job", Trigger.Now, async (_, cancellationToken) => await run(cancellationToken))
            .StartWithHost();
    });
}
