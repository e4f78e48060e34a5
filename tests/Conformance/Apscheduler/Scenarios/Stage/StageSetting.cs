using StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Stage;

// What the scheduler of a trace is made of: APScheduler's defaults, said aloud, and every executor that the trace names at any time.
internal sealed class StageSetting
{
    public const string Handler = "trace";
    public const string Manual = "manual";
    public const string Refuse = "refuse";

    private readonly HashSet<string> executors = [Scenario.DefaultAlias, Manual, Refuse];

    private StageSetting(Scenario scenario) => Scenario = scenario;

    public Scenario Scenario { get; }

    public JobOptions Defaults { get; private init; } = new();

    public static StageSetting Of(Scenario scenario)
    {
        var setting = new StageSetting(scenario)
        {
            Defaults = TraceOptions.Read(scenario.JobDefaults, new() { MisfireGrace = TimeSpan.FromSeconds(1), Coalesce = CoalesceMode.Latest, MaxConcurrentRuns = 1 }),
        };
        setting.executors.UnionWith(setting.AddedExecutors);
        return setting;
    }

    public HashSet<string> AddedExecutors => [.. Scenario.Steps.Where(step => step.Call.Name == "add_executor").Select(step => step.Call.Alias).Except([Scenario.DefaultAlias])];

    public bool HasExecutor(string alias) => executors.Contains(alias);

    public void Apply(SchedulerBuilder scheduler, bool paused, Action<SchedulerOptions> keep, Func<JobContext, CancellationToken, ValueTask> run)
    {
        scheduler.UseJobDefaults(Defaults).AddHandler(Handler, run).Configure(options =>
        {
            options.StartPaused = paused;
            options.DrainTimeout = TimeSpan.Zero;
            keep(options);
        });
        foreach (var alias in executors)
            scheduler.AddExecutor(alias, alias == Refuse ? new RefusingExecutor() : JobExecutor.Pool());
    }
}

// Raises instead of running.
internal sealed class RefusingExecutor : JobExecutor
{
    protected override ValueTask<JobOutcome> ExecuteAsync(JobExecution execution, CancellationToken cancellationToken) => throw new RefusedException();
}

internal sealed class RefusedException() : Exception("The executor takes no jobs.");
