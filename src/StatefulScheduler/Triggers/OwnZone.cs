namespace StatefulScheduler;

// The zone whose clocks and calendar a trigger goes by; null when it names none.
internal static class OwnZone
{
    public static TimeZoneTable? Of(Trigger trigger) => trigger switch
    {
        CronTrigger cron => cron.Zone,
        AtWallTimeTrigger at => at.Zone,
        CalendarTrigger calendar => calendar.Zone,
        WindowTrigger window => Of(window.Inner),
        JitterTrigger jitter => Of(jitter.Inner),
        ExceptTrigger except => Of(except.Inner),
        ExceptDaysTrigger except => except.GivenZone ?? Of(except.Inner),
        OrTrigger or => FirstOf(or.Parts),
        AndTrigger and => FirstOf(and.Parts),
        _ => null,
    };

    private static TimeZoneTable? FirstOf(IReadOnlyList<Trigger> parts) => parts.Select(Of).FirstOrDefault(zone => zone is not null);
}
