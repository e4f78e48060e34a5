using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace StatefulScheduler.Hosting.Tests;

public sealed class StartTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_scheduler_starts_and_stops_with_its_host()
    {
        var ran = new TaskCompletionSource();
        using var host = TestHost.Create(app => app.Services.AddStatefulScheduler(scheduler => scheduler.UseSqlite(folder.File("jobs.db")))
            .AddJob("hello", Trigger.Now, (_, _) => { ran.SetResult(); return default; })
            .StartWithHost());

        await host.StartAsync(Token);
        await ran.Task.WaitAsync(Token);
        Assert.Equal(SchedulerStatus.Running, host.Scheduler().Status);
        await host.StopAsync(Token);

        Assert.Equal(SchedulerStatus.Stopped, host.Scheduler().Status);
        Assert.Equal(JobStatus.Completed, (await host.Scheduler().GetJobAsync("hello", Token)).Status);
    }

    [Fact]
    public async Task Saying_it_twice_changes_nothing()
    {
        var started = 0;
        using var host = TestHost.Create(app =>
        {
            app.Services.AddStatefulScheduler().StartWithHost().StartWithHost();
            app.Services.AddStatefulScheduler().StartWithHost().AddListener<SchedulerStarted>((_, _, _) => { started++; return default; });
        });

        await host.StartAsync(Token);
        await host.StopAsync(Token);

        Assert.Equal(1, started);
        Assert.Single(host.Services.GetServices<IHostedService>());
    }

    [Fact]
    public async Task A_store_that_refuses_stops_the_start_and_says_why()
    {
        await File.WriteAllTextAsync(folder.File("jobs.db"), "Dear diary, this is not a database at all.", Token);
        using var host = TestHost.Create(app => app.Services.AddStatefulScheduler(scheduler => scheduler.UseSqlite(folder.File("jobs.db"))).StartWithHost());

        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => host.StartAsync(Token));

        Assert.Contains(folder.File("jobs.db"), refusal.Message, StringComparison.Ordinal);
        Assert.Contains("no SQLite database", refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith("Dear diary", await File.ReadAllTextAsync(folder.File("jobs.db"), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_out_of_range_stop_the_start_and_are_all_told_at_once()
    {
        using var host = TestHost.Create(app => app.Services.AddStatefulScheduler(scheduler => scheduler.Configure(options =>
        {
            options.MaxConcurrentRuns = 0;
            options.LeaseDuration = TimeSpan.FromSeconds(1);
            options.DrainTimeout = TimeSpan.FromSeconds(-1);
            options.TimeZone = "Mars/Olympus";
        })).StartWithHost());

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Equal(4, refusal.Failures.Count());
        Assert.Contains("MaxConcurrentRuns", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("LeaseDuration", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("DrainTimeout", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("'Mars/Olympus'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_are_bound_from_configuration()
    {
        using var host = TestHost.Create(app =>
        {
            app.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Scheduler:NodeName"] = "node-7",
                ["Scheduler:MaxConcurrentRuns"] = "3",
                ["Scheduler:DrainTimeout"] = "00:00:10",
                ["Scheduler:StartPaused"] = "true",
                ["Scheduler:WakePrecision"] = "Relaxed",
            });
            app.Services.Configure<SchedulerOptions>(app.Configuration.GetSection("Scheduler"));
            app.Services.AddStatefulScheduler().StartWithHost();
        });

        await host.StartAsync(Token);

        var options = host.Services.GetRequiredService<IOptions<SchedulerOptions>>().Value;
        Assert.Equal(("node-7", 3, TimeSpan.FromSeconds(10), WakePrecision.Relaxed), (options.NodeName, options.MaxConcurrentRuns, options.DrainTimeout, options.WakePrecision));
        Assert.Equal(SchedulerStatus.Paused, host.Scheduler().Status);
    }

    [Fact]
    public async Task Named_schedulers_start_each_with_its_own_options_and_store()
    {
        using var host = TestHost.Create(app =>
        {
            app.Services.AddStatefulScheduler("orders", scheduler => scheduler.UseSqlite(folder.File("orders.db"))).StartWithHost().AddHandler("job", (_, _) => default(ValueTask));
            app.Services.AddStatefulScheduler("reports", scheduler => scheduler.UseSqlite(folder.File("reports.db"))).StartWithHost().AddHandler("job", (_, _) => default(ValueTask))
                .Configure(options => options.StartPaused = true);
        });
        await host.StartAsync(Token);
        var orders = host.Services.GetRequiredKeyedService<IScheduler>("orders");
        var reports = host.Services.GetRequiredKeyedService<IScheduler>("reports");

        await orders.AddJobAsync(new("only here", "job", Trigger.Never), Token);

        Assert.Equal((SchedulerStatus.Running, SchedulerStatus.Paused), (orders.Status, reports.Status));
        Assert.Null(await reports.FindJobAsync("only here", Token));
        await host.StopAsync(Token);
        Assert.Equal((SchedulerStatus.Stopped, SchedulerStatus.Stopped), (orders.Status, reports.Status));
    }

    [Fact]
    public async Task Declared_jobs_that_nothing_starts_are_warned_of_once()
    {
        var lines = new LogLines();
        using var host = TestHost.Create(app =>
        {
            app.Services.AddStatefulScheduler().StartWithHost().AddJob("runs", Trigger.Never, (_, _) => default(ValueTask));
            app.Services.AddStatefulScheduler("forgotten").AddJob("waits", Trigger.Never, (_, _) => default(ValueTask));
            app.Services.AddStatefulScheduler("empty");
        }, lines);

        await host.StartAsync(Token);

        var warning = Assert.Single(lines.Warnings);
        Assert.Contains("'forgotten'", warning, StringComparison.Ordinal);
        Assert.Contains("StartWithHost", warning, StringComparison.Ordinal);
    }
}
