namespace StatefulScheduler.Conformance.Apscheduler;

// A job whose runs take no time: each fire is the previous one of the next.
internal static class Walk
{
    public static IEnumerable<DateTimeOffset> Of(Trigger trigger, DateTimeOffset added, DateTimeOffset? previous = null)
    {
        while (trigger.Next(new TriggerContext(added, previous ?? added, previous)) is { } at)
        {
            yield return at;
            previous = at;
        }
    }
}
