namespace StatefulScheduler.Conformance.Cron;

// The wall times that the clocks of a zone skip when they go forward.
internal sealed record Gap(DateTime FirstSkipped, DateTime FirstAfter)
{
    public static Gap? EndingAt(DateTimeOffset instant, string timeZone)
    {
        if (instant == DateTimeOffset.MinValue)
            return null;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var (before, after) = (zone.GetUtcOffset(instant.AddTicks(-1)), zone.GetUtcOffset(instant));
        return before < after ? new Gap(instant.UtcDateTime + before, instant.UtcDateTime + after) : null;
    }

    public bool IsNamedBy(string cron)
    {
        var reference = ReferenceCron.Read(cron) ?? throw new InvalidOperationException($"'{cron}' is valid cron, but the reference does not read it.");
        for (var time = FirstSkipped; time < FirstAfter; time = time.AddSeconds(1))
        {
            if (reference.Names(time))
                return true;
        }
        return false;
    }
}
