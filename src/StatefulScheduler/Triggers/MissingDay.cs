namespace StatefulScheduler;

/// <summary>Says what <see cref="Trigger.Calendar"/> does in a month that has no such day.</summary>
public enum MissingDay
{
    /// <summary>The month is passed over: after 31 January comes 31 March.</summary>
    Skip,

    /// <summary>The last day of the month stands in: after 31 January comes the end of February, then 31 March.</summary>
    LastDay,
}
