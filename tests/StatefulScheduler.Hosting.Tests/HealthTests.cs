using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using StatefulScheduler.Testing;

namespace StatefulScheduler.Hosting.Tests;

public sealed class HealthTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_running_scheduler_is_healthy_and_shows_its_figures()
    {
        var (began, release) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource());
        using var host = Host(scheduler => scheduler.AddJob("long", Trigger.Now, async (_, _) => { began.SetResult(); await release.Task; }), ticks: false);
        await host.StartAsync(Token);
        await began.Task.WaitAsync(Token);

        var entry = await CheckAsync(host);
        release.SetResult();

        Assert.Equal((HealthStatus.Healthy, "The scheduler is running."), (entry.Status, entry.Description));
        Assert.Equal(("Running", 1, 0), (entry.Data["status"], entry.Data["openRuns"], entry.Data["stuckRuns"]));
        Assert.Equal(["live"], entry.Tags);
    }

    [Fact]
    public async Task A_paused_scheduler_is_healthy()
    {
        using var host = Host();
        await host.StartAsync(Token);
        await host.Scheduler().PauseAsync(Token);

        var entry = await CheckAsync(host);

        Assert.Equal((HealthStatus.Healthy, "The scheduler is paused."), (entry.Status, entry.Description));
    }

    [Fact]
    public async Task A_scheduler_that_does_not_run_while_its_host_does_is_unhealthy()
    {
        using var host = Host();
        var before = await CheckAsync(host);
        await host.StartAsync(Token);
        await host.Scheduler().StopAsync(Token);

        var after = await CheckAsync(host);

        Assert.Equal((HealthStatus.Unhealthy, HealthStatus.Unhealthy), (before.Status, after.Status));
        Assert.Contains("is not running", after.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheduler_that_stopped_with_its_host_is_healthy()
    {
        using var host = Host();
        await host.StartAsync(Token);
        await host.StopAsync(Token);

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_unhealthy_until_it_does()
    {
        var (down, up) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var host = Host();
        await host.StartAsync(Token);
        using var failed = host.Scheduler().Events.Subscribe<StoreDown>(_ => down.TrySetResult());
        using var answered = host.Scheduler().Events.Subscribe<StoreUp>(_ => up.TrySetResult());

        using (var foreign = new SqliteConnection($"Data Source={folder.File("jobs.db")};Pooling=False"))
        {
            foreign.Open();
            using var hold = foreign.BeginTransaction(deferred: false);
            await down.Task.WaitAsync(Token);
            var entry = await CheckAsync(host);

            Assert.Equal(HealthStatus.Unhealthy, entry.Status);
            Assert.Contains("another program holds the file", entry.Description, StringComparison.Ordinal);
            Assert.IsType<DateTimeOffset>(entry.Data["storeDownSince"]);
        }

        await up.Task.WaitAsync(Token);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
    }

    [Fact]
    public async Task Runs_that_ignore_their_cancelled_token_are_a_degradation()
    {
        var time = new VirtualTimeProvider(new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var (began, release) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource());
        using var host = TestHost.Create(app =>
        {
            app.Services.AddSingleton<TimeProvider>(time);
            app.Services.AddStatefulScheduler()
                .AddJob("deaf", Trigger.Now, async (_, _) => { began.SetResult(); await release.Task; }, new() { Timeout = TimeSpan.FromSeconds(1) })
                .StartWithHost();
            app.Services.AddHealthChecks().AddStatefulScheduler();
        });
        await host.StartAsync(Token);
        await began.Task.WaitAsync(Token);

        time.Advance(TimeSpan.FromMinutes(1));
        var entry = await CheckAsync(host);
        release.SetResult();

        Assert.Equal((HealthStatus.Degraded, 1), (entry.Status, entry.Data["stuckRuns"]));
        Assert.Contains("ignore their cancelled token", entry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_whose_handler_this_node_does_not_have_are_a_degradation()
    {
        using (var newer = Host(scheduler => scheduler.AddHandler("new in 2.0", (_, _) => default(ValueTask))))
        {
            await newer.StartAsync(Token);
            await newer.Scheduler().AddJobAsync(new("report", "new in 2.0", Trigger.Never), Token);
            await newer.StopAsync(Token);
        }

        using var host = Host();
        await host.StartAsync(Token);
        var entry = await CheckAsync(host);

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Contains("new in 2.0", entry.Description, StringComparison.Ordinal);
        Assert.Equal(["new in 2.0"], Assert.IsAssignableFrom<IReadOnlyList<string>>(entry.Data["unknownHandlers"]));
    }

    [Fact]
    public async Task A_named_scheduler_has_a_check_of_its_own_and_a_wrong_name_is_told()
    {
        using var host = TestHost.Create(app =>
        {
            app.Services.AddStatefulScheduler("reports").StartWithHost();
            app.Services.AddHealthChecks().AddStatefulScheduler("reports").AddStatefulScheduler("raports", HealthStatus.Degraded);
        });
        await host.StartAsync(Token);

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);

        Assert.Equal((HealthStatus.Healthy, "Scheduler 'reports' is running."), (report.Entries["scheduler:reports"].Status, report.Entries["scheduler:reports"].Description));
        Assert.Equal(HealthStatus.Degraded, report.Entries["scheduler:raports"].Status);
        Assert.Contains("There are: 'reports'.", report.Entries["scheduler:raports"].Exception?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_without_a_starter_is_unhealthy_and_the_start_warns()
    {
        var lines = new LogLines();
        using var host = TestHost.Create(app =>
        {
            app.Services.AddStatefulScheduler().AddJob("waits", Trigger.Never, (_, _) => default(ValueTask));
            app.Services.AddHealthChecks().AddStatefulScheduler();
        }, lines);

        await host.StartAsync(Token);

        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(host)).Status);
        Assert.Contains("StartWithHost", Assert.Single(lines.Warnings), StringComparison.Ordinal);
    }

    // The ticking job is there so that the store is asked again and again.
    private IHost Host(Action<SchedulerBuilder>? configure = null, bool ticks = true) => TestHost.Create(app =>
    {
        var scheduler = app.Services.AddStatefulScheduler(scheduler => scheduler.UseSqlite(folder.File("jobs.db"), store => store.BusyTimeout = TimeSpan.FromMilliseconds(1)))
            .AddJob("tick", ticks ? Trigger.Every(TimeSpan.FromMilliseconds(20)) : Trigger.Never, (_, _) => default(ValueTask))
            .StartWithHost();
        configure?.Invoke(scheduler);
        app.Services.AddHealthChecks().AddStatefulScheduler(tags: ["live"]);
    });

    private static async Task<HealthReportEntry> CheckAsync(IHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token)).Entries["scheduler"];
}
