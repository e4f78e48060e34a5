namespace StatefulScheduler.Conformance.Apscheduler;

// Where the library means to differ from APScheduler.
internal static class ApschedulerRules
{
    public static Rule ImpossibleDate { get; } = new("impossible date",
        "APScheduler accepts fields that name no date that exists and never fires; the library refuses them with CronFormatException. That no date exists is found here day by day.");

    public static Rule ClockSetBack { get; } = new("clock set back",
        "APScheduler 3 repeats fires when the clock is before the previous one; the library never goes back. The fires after the previous one are compared.");

    public static Rule EndBeforeStart { get; } = new("end before the start",
        "APScheduler accepts an end before the start and never fires; the library may refuse the bounds, and must not fire either.");

    public static Rule PassedStartIsDue { get; } = new("a start that has passed is due",
        "APScheduler 3 begins an interval at the first point of the grid from now on; the library's first fire is the start, however late, for the misfire rules to judge. That is checked, and the grid from now on is compared.");

    public static Rule GridIsFixed { get; } = new("the grid is fixed",
        "APScheduler 3 adds the interval to the previous fire, wherever that was; the library stays on the grid of the start. The points of the grid after the previous fire are computed here.");

    public static Rule ShortInterval { get; } = new("a millisecond at least",
        "APScheduler accepts an interval of microseconds; the library refuses one shorter than a millisecond with ArgumentOutOfRangeException.");

    public static Rule GapEnd { get; } = new("a one-shot in a gap",
        "APScheduler moves a skipped wall time forward by the length of the gap; the library fires At(wall time) at the first instant after the gap.");

    public static Rule YearsFromOne { get; } = new("years from 1",
        "APScheduler knows the years from 1970, the library those from 1: an earlier year is read as it stands.");

    public static Rule RefusedRatherThanGuessed { get; } = new("refused rather than guessed",
        "APScheduler reads nonsense by its beginning, or accepts what cannot be meant; the library refuses it, and says where and why.");

    public static Rule MeansWhatItSays { get; } = new("means what it says",
        "APScheduler refuses this, or drops part of it; the library accepts it and must fire as the text says, which the reference fields spell out.");

    public static Rule SetAlgebra { get; } = new("& and | are sets",
        "APScheduler 3 lets the members of a combination share one previous fire, and never comes back from some; in the library | is the union and & the intersection of what the members name, found here from the members one by one.");

    public static Rule ToTheTick { get; } = new("& is to the tick",
        "APScheduler 4 takes instants within a threshold for the same; the library's & is exact. The instants that all members name are found here from the members one by one.");

    public static Rule BoundedSearch { get; } = new("bounded search",
        "APScheduler 4 gives up with MaxIterationsReached after its own number of steps; the library's & after 100,000 with InvalidOperationException, unless it finds an instant that all members name, or the end.");

    public static Rule TypedInCSharp { get; } = new("a matter of the compiler",
        "APScheduler refuses at run time what a C# program cannot even say: a wrong type, an unknown argument, a time that .NET's own types do not hold, or an empty combination.");

    public static Rule DateText { get; } = new("dates as text",
        "Triggers take DateTimeOffset, not text; Trigger.Parse reads dates, and must refuse this one.");

    public static Rule TriggerText { get; } = new("triggers as text",
        "APScheduler looks a trigger up by its name; the library reads triggers from text, and must refuse this one.");

    public static Rule ZoneOfAnInterval { get; } = new("an interval has no zone",
        "Every takes no zone, since elapsed time has none; that the zone is refused is checked with a trigger that takes one.");

    public static Rule ZeroGrace { get; } = new("a grace of zero",
        "APScheduler refuses a misfire grace of zero seconds; the library must accept it: a run must then start at its very instant.");

    public static Rule NameIsTheId { get; } = new("a job's name is its id",
        "APScheduler's jobs have a name beside their id; the library's have only the id, which must not be empty.");
}
