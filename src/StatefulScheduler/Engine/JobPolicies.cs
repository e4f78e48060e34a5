using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// A job's options with every default applied, as one scheduler sees them.
internal sealed class JobPolicies
{
    public required PolicyResolver Owner { get; init; }

    public required JobHandler Handler { get; init; }

    public required JobExecutor Executor { get; init; }

    public required ulong Seed { get; init; }

    public TimeSpan? Timeout { get; init; }

    public TimeSpan? MisfireGrace { get; init; }

    public CoalesceMode Coalesce { get; init; }

    public int RunSlots { get; init; }

    public WhenFull WhenFull { get; init; }

    public FailurePolicy OnFailure { get; init; } = FailurePolicy.Continue();

    public StateConflictPolicy OnStateConflict { get; init; }

    public bool AtMostOnce { get; init; }

    // Said once for each job, not for each run.
    public bool HasWarnedOfSlots { get; set; }

    // With several slots, or at most once, the schedule moves on before the run begins.
    public bool AdvancesFirst => RunSlots > 1 || AtMostOnce;
}

// Applies the defaults: the job's own options, then its handler's, then the scheduler's, then those of JobOptions.
internal sealed class PolicyResolver(HandlerRegistry handlers, JobOptions defaults, IReadOnlyDictionary<string, JobExecutor> executors, bool storeIsDurable)
{
    private static readonly JobExecutor DefaultExecutor = JobExecutor.Pool();

    public JobPolicies For(JobPlan plan)
    {
        var known = plan.Policies;
        if (known is not null && ReferenceEquals(known.Owner, this))
            return known;

        known = Resolve(plan);
        plan.Policies = known; // A race writes an equal value.
        return known;
    }

    // What the store must know of a job: the parts of its options that the store itself acts on, or finds it by.
    public JobPlan Complete(JobPlan plan)
    {
        var options = Effective(plan);
        return plan with
        {
            Options = WithWhatStoresRead(plan.Options, options),
            RunSlots = options.MaxConcurrentRuns ?? 1,
            Priority = options.Priority ?? 0,
            History = options.StateHistory ?? (storeIsDurable ? StateHistoryPolicy.Decisions : StateHistoryPolicy.None),
            Policies = null,
        };
    }

    // Mostly the same object: a million jobs may share one.
    private static JobOptions WithWhatStoresRead(JobOptions own, JobOptions effective) =>
        ReferenceEquals(own.Tags, effective.Tags) && own.KeepFinished == effective.KeepFinished
            ? own
            : own with { Tags = effective.Tags, KeepFinished = effective.KeepFinished };

    public void CheckExecutor(JobOptions options)
    {
        if (options.Executor is { } name && !executors.ContainsKey(name))
        {
            throw new ArgumentException(
                $"no executor '{name}' is registered; there {(executors.Count == 0 ? "is none but the default" : $"are: {string.Join(", ", executors.Keys)}")}. Add it with AddExecutor.", nameof(options));
        }
    }

    private JobOptions Effective(JobPlan plan) =>
        plan.Options.Over(handlers.Find(plan.Handler)?.Defaults ?? new JobOptions()).Over(defaults);

    private JobPolicies Resolve(JobPlan plan)
    {
        var options = Effective(plan);
        return new()
        {
            Owner = this,
            Handler = handlers.Get(plan.Handler),
            Executor = options.Executor is { } name && executors.TryGetValue(name, out var executor) ? executor : DefaultExecutor,
            Seed = SeedMix.Of(plan.Id),
            Timeout = options.Timeout,
            MisfireGrace = options.MisfireGrace,
            Coalesce = options.Coalesce ?? CoalesceMode.Latest,
            RunSlots = plan.RunSlots,
            WhenFull = options.WhenFull ?? WhenFull.Skip,
            OnFailure = options.OnFailure ?? FailurePolicy.Continue(),
            OnStateConflict = options.OnStateConflict ?? StateConflictPolicy.Merge,
            AtMostOnce = options.Delivery == DeliveryGuarantee.AtMostOnce,
        };
    }
}
