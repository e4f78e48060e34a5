using StatefulScheduler.Testing;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Stage;

// Our scheduler, on the clock of the trace. It is not started before the trace needs it, since commands need an open store.
internal sealed class SchedulerStage(StageSetting setting) : IAsyncDisposable
{
    private const string HandName = "hand";
    private SchedulerHarness? harness;
    private SchedulerOptions? options;
    private DateTimeOffset clock = Trace.Scenario.Start;
    private int heard;

    public HeldRuns Held { get; } = new();

    public bool IsOpen => harness is not null;

    public DateTimeOffset Now => harness?.Time.GetUtcNow() ?? clock;

    public SchedulerStatus Status => harness?.Scheduler.Status ?? SchedulerStatus.Stopped;

    public IScheduler Scheduler => Harness.Scheduler;

    // For what no call of the trace asks for: what is done by hand is not told of.
    public IJobControl Hand => Harness.Scheduler.ActingAs(HandName);

    private SchedulerHarness Harness => harness ?? throw new InvalidOperationException("The scheduler of this trace has not been started.");

    public async Task StartAsync(bool paused)
    {
        if (harness is null)
        {
            var code = new StageHandler(setting, Held);
            harness = await SchedulerHarness.StartAsync(scheduler => setting.Apply(scheduler, paused, known => options = known, code.RunAsync), new() { Start = clock });
            return;
        }

        options!.StartPaused = paused;
        await harness.Scheduler.StartAsync();
    }

    public async Task PassAsync(TimeSpan time)
    {
        clock += time;
        if (harness is not null)
            await harness.AdvanceAsync(time);
    }

    // The wall clock leaps, and whoever looks at it looks once.
    public async Task JumpAsync(TimeSpan by)
    {
        clock += by;
        harness?.Time.Jump(by);
        await SettleAsync();
    }

    public Task SettleAsync() => PassAsync(TimeSpan.Zero);

    // What was told since this was last asked, but for what was done by hand.
    public IReadOnlyList<SchedulerEvent> Hear()
    {
        var all = harness?.Events<SchedulerEvent>() ?? [];
        var news = all.Skip(heard).Where(told => told is not JobEvent { Actor: HandName }).ToList();
        heard = all.Count;
        return news;
    }

    // Jobs that are due, by their next fire; then those that are paused.
    public async Task<IReadOnlyList<ScheduledJob>> ListAsync()
    {
        if (harness is null)
            return [];
        var active = await Scheduler.QueryJobsAsync(new() { Statuses = [JobStatus.Active], OrderBy = JobOrder.NextFireAt, PageSize = 1000 });
        var paused = await Scheduler.QueryJobsAsync(new() { Statuses = [JobStatus.Paused], PageSize = 1000 });
        return [.. active.Items, .. paused.Items];
    }

    public async Task<ScheduledJob?> FindAsync(string id) => harness is null ? null : await Scheduler.FindJobAsync(id);

    public async Task<bool> HasFinishedAsync(string id) => await FindAsync(id) is { Status: JobStatus.Completed or JobStatus.Failed };

    public ValueTask DisposeAsync() => harness?.DisposeAsync() ?? ValueTask.CompletedTask;
}
