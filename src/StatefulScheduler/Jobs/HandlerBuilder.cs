using System.Text.Json.Serialization.Metadata;

namespace StatefulScheduler;

/// <summary>Code that goes with a handler and cannot be data: upgrades, checks at the door, decisions about failures.</summary>
public sealed class HandlerBuilder
{
    private readonly SortedDictionary<int, Func<JobState, JobState>> upgrades = [];

    internal HandlerBuilder()
    {
    }

    internal JobOptions Defaults { get; private set; } = new();

    internal Func<FailedRun, FailureDecision>? Decide { get; private set; }

    internal Action<JobValue>? ArgumentsCheck { get; private set; }

    internal Func<JobJson, StateType>? StateCheck { get; private set; }

    /// <summary>Sets what every job of this handler gets where its own options are silent.</summary>
    /// <param name="defaults">The options.</param>
    /// <returns>This builder.</returns>
    public HandlerBuilder Options(JobOptions defaults)
    {
        ArgumentNullException.ThrowIfNull(defaults);
        Defaults = defaults;
        return this;
    }

    /// <summary>Refuses, when a job is added, arguments that do not fit.</summary>
    /// <typeparam name="T">What the arguments must be.</typeparam>
    /// <param name="json">How they are read; left out: by the scheduler's contexts.</param>
    /// <returns>This builder.</returns>
    public HandlerBuilder Arguments<T>(JsonTypeInfo<T>? json = null)
    {
        ArgumentsCheck = arguments => arguments.As(json);
        return this;
    }

    /// <summary>Refuses, when a job is added or changed, an untyped job's state that does not fit.</summary>
    /// <typeparam name="T">What the state must be.</typeparam>
    /// <returns>This builder.</returns>
    public HandlerBuilder State<T>()
    {
        StateCheck = json => json.StateType<T>();
        return this;
    }

    /// <summary>Says how a state of an older schema version becomes one of the next. Applied when it is read, written with the next commit.</summary>
    /// <param name="from">The older version; the steps must be 1, 2, … without a gap.</param>
    /// <param name="upgrade">From a state of that version to one of the next; pure.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="from"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">There is a step from that version already.</exception>
    public HandlerBuilder UpgradeState(int from, Func<JobState, JobState> upgrade)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentNullException.ThrowIfNull(upgrade);
        upgrades.Add(from, upgrade);
        return this;
    }

    /// <summary>Decides what becomes of a job whose run failed. It beats <see cref="JobOptions.OnFailure"/>.</summary>
    /// <param name="decide">Pure, may be called more than once; when it throws, the job is paused with that reason.</param>
    /// <returns>This builder.</returns>
    public HandlerBuilder OnFailure(Func<FailedRun, FailureDecision> decide)
    {
        ArgumentNullException.ThrowIfNull(decide);
        Decide = decide;
        return this;
    }

    internal Func<JobState, JobState>[] Upgrades(string handler)
    {
        if (upgrades.Count > 0 && upgrades.Keys.Last() != upgrades.Count)
        {
            throw new ArgumentException(
                $"Handler '{handler}' upgrades states from {string.Join(", ", upgrades.Keys)}, but the steps must be 1 to {upgrades.Count} without a gap.");
        }

        return [.. upgrades.Values];
    }
}
