namespace StatefulScheduler;

/// <summary>Something that happened in a scheduler. Listeners are told after it has been committed.</summary>
public abstract record SchedulerEvent
{
    /// <summary>Gets the number of this event on this node: higher for every later one.</summary>
    public long Sequence { get; internal set; }

    /// <summary>Gets when it happened, by the store's clock.</summary>
    public DateTimeOffset At { get; internal set; }

    /// <summary>Gets the name of the scheduler.</summary>
    public string Scheduler { get; internal set; } = string.Empty;
}

/// <summary>The scheduler began to run what is due.</summary>
public sealed record SchedulerStarted : SchedulerEvent;

/// <summary>The scheduler was paused.</summary>
public sealed record SchedulerPaused : SchedulerEvent;

/// <summary>The scheduler was resumed.</summary>
public sealed record SchedulerResumed : SchedulerEvent;

/// <summary>The scheduler stopped.</summary>
public sealed record SchedulerStopped : SchedulerEvent;

/// <summary>A store does not answer. The scheduler tries again, ever less often, until it does.</summary>
/// <param name="Store">Which.</param>
/// <param name="Exception">What it said.</param>
public sealed record StoreDown(string Store, Exception Exception) : SchedulerEvent;

/// <summary>A store answers again.</summary>
/// <param name="Store">Which.</param>
public sealed record StoreUp(string Store) : SchedulerEvent;
