namespace StatefulScheduler;

// How the days of a month are named, and with it how much calendar the search for the next day needs.
internal enum CronDays : byte
{
    // Every day of every month: no calendar at all.
    All,

    // Some weekdays of every month: arithmetic modulo seven.
    Weekdays,

    // Day n as bit n.
    Listed,

    // L and L-n: the day n days before the last one as bit n.
    FromEnd,

    // LW and L-nW: the weekday nearest to that day, in the same month.
    WeekdayFromEnd,

    // nW: the weekday nearest to day n, in the same month.
    NearestWeekday,
}
