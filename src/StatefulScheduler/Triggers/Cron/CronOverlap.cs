namespace StatefulScheduler;

// OverlapRule, with what the expression means already decided.
internal enum CronOverlap : byte
{
    // By default, and the expression means points in time: the first of the two only.
    Point,

    // By default, and the expression means an interval: both.
    Interval,

    First,
    Last,
    Both,
}
