using System.Globalization;

namespace StatefulScheduler.Tests.Triggers;

// Short ways to write instants and to ask a trigger.
internal static class Instants
{
    public static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static DateTimeOffset? After(this Trigger trigger, DateTimeOffset previous) =>
        trigger.Next(new TriggerContext(previous, previous, previous));

    public static DateTimeOffset? FirstWhenAdded(this Trigger trigger, DateTimeOffset added) =>
        trigger.Next(new TriggerContext(added, added));

    public static DateTimeOffset[] Utc(params string[] texts) => [.. texts.Select(Utc)];
}
