namespace StatefulScheduler;

/// <summary>Says what happens to a wall time that the clocks skip when they go forward.</summary>
/// <remarks>Take 02:30 on a night on which the clocks go from 02:00 to 03:00.</remarks>
public enum GapRule
{
    /// <summary>It fires at the first instant after the gap: at 03:00. Several skipped times fire once.</summary>
    FireAfter,

    /// <summary>It does not fire on that day.</summary>
    Skip,

    /// <summary>It fires as late as it would have if the clocks had not been changed: at 03:30.</summary>
    Shift,
}
