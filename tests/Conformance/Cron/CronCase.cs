namespace StatefulScheduler.Conformance.Cron;

// A cron text of a vector, and the trigger that the library makes of it.
internal sealed record CronCase(string Text, string? TimeZone, int? Seed)
{
    public static CronCase Of(Vector vector) => new(
        vector.Text("e"),
        vector.TextOrNull("z"),
        vector.Json.TryGetProperty("seed", out var seed) ? seed.GetInt32() : null);

    public Trigger Create() => CreateIn(TimeZone);

    public Trigger CreateIn(string? timeZone) => Seed is { } seed ? Trigger.Cron(Text, seed, timeZone) : Trigger.Cron(Text, timeZone);

    public bool NamesNoDate => Seed is null && ReferenceCron.Read(Text) is { } cron && !cron.NamesADate();

    // That nothing ever matches is said when the trigger is made.
    public Verdict JudgeImpossible()
    {
        try
        {
            return Verdict.Failed("CronFormatException: no such date exists", $"accepted as '{Create()}'").Mapped(CronRules.NeverMatches);
        }
        catch (CronFormatException)
        {
            return Verdict.Passed.Mapped(CronRules.NeverMatches);
        }
    }
}
