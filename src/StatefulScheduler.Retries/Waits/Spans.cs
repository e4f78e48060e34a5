namespace StatefulScheduler.Retries;

// Arithmetic with spans that ends at TimeSpan.MaxValue instead of throwing: a wait that is too long to be said is as long as can be said.
internal static class Spans
{
    public static TimeSpan Add(TimeSpan left, TimeSpan right) => left < TimeSpan.MaxValue - right ? left + right : TimeSpan.MaxValue;

    // Not a number comes only of 0 × ∞: nothing, however often doubled.
    public static TimeSpan FromTicks(double ticks) => ticks switch
    {
        double.NaN => TimeSpan.Zero,
        >= long.MaxValue => TimeSpan.MaxValue,
        _ => new TimeSpan((long)Math.Round(ticks)),
    };

    public static DateTimeOffset Add(DateTimeOffset at, TimeSpan span) => span < DateTimeOffset.MaxValue - at ? at + span : DateTimeOffset.MaxValue;
}
