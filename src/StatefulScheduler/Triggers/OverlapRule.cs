namespace StatefulScheduler;

/// <summary>Says what happens to a wall time that the clocks show twice when they go back.</summary>
public enum OverlapRule
{
    /// <summary>
    /// It fires the first time only, unless the trigger means an interval: a cron expression whose second, minute or hour
    /// holds one of <c>* ? - /</c>. That fires both times.
    /// </summary>
    Intervals,

    /// <summary>It fires the first time only.</summary>
    First,

    /// <summary>It fires the second time only.</summary>
    Last,

    /// <summary>It fires both times.</summary>
    Both,
}
