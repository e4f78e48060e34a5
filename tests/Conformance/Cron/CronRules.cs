namespace StatefulScheduler.Conformance.Cron;

// Where the library means to differ from Cronos.
internal static class CronRules
{
    public static Rule NeverMatches { get; } = new("impossible date",
        "Cronos accepts an expression that names no date that exists and never finds one; the library refuses it with CronFormatException. " +
        "That no date exists is found here by going through 400 years, after which the calendar repeats.");

    public static Rule FieldCountDecides { get; } = new("field count decides",
        "Cronos is told whether seconds come first; the library counts: five fields or six. A text refused for its count alone must read as the other format has it.");

    public static Rule CountIsWrong { get; } = new("count is wrong",
        "Cronos reads a text of too few or too many fields until it stumbles; the library may also say that the count is wrong, at the field too many or at the end.");

    public static Rule DrawnForTheJob { get; } = new("H needs no seed",
        "Cronos refuses H without a seed; the library draws from the job's. What was drawn must be among what * names.");

    public static Rule DrawnFromRange { get; } = new("H(a-b)",
        "Cronos knows no H(a-b); the library draws from that range. What was drawn must be within it.");

    public static Rule SevenIsSunday { get; } = new("7 at the start of a range is 0",
        "Cronos loses Sunday from a range that begins with the digit 7 and has a step, so that its answers are wrong; the library must read 7 as 0 there. The field sets are compared instead of the answers.");

    public static Rule GapEndCounts { get; } = new("the end of a gap counts",
        "A skipped time fires at the end of the gap. Asked from that very instant on, inclusively, Cronos passes it over; to the library it is an occurrence like any other. That a time in the gap is named is found here second by second.");

    public static Rule EndOfTime { get; } = new("end of time",
        "Cronos throws when it is asked from the last tick that DateTimeOffset holds; the library answers that there is none.");
}
