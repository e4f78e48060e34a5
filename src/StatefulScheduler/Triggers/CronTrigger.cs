namespace StatefulScheduler;

// The wall times of a cron expression in a zone; UTC as long as none is named.
internal sealed class CronTrigger : Trigger
{
    public CronTrigger(string expression, string? timeZone)
        : this(CronExpression.Parse(expression), timeZone)
    {
    }

    private CronTrigger(CronExpression expression, string? timeZone)
    {
        Expression = expression;
        Zone = timeZone is null ? null : TimeZoneTable.Get(timeZone);
    }

    public CronExpression Expression { get; }

    // Null until the scheduler fills in its own.
    public TimeZoneTable? Zone { get; }

    public override bool Equals(Trigger? other) =>
        other is CronTrigger cron && cron.Expression.Text == Expression.Text && cron.Zone?.Id == Zone?.Id;

    public override int GetHashCode() => HashCode.Combine(Expression.Text, Zone?.Id);

    public override string ToString() => Zone is null ? Expression.Text : $"{Expression.Text} {Zone.Id}";

    protected override DateTimeOffset? NextCore(in TriggerContext context) =>
        CronClock.FirstAfter(Expression, Zone ?? TimeZoneTable.Utc, Before(in context)) is var seconds && seconds <= TimeZoneTable.MaxSeconds
            ? TimeZoneTable.FromSeconds(seconds)
            : null;

    // Cron has no memory: the occurrences between two instants are the same from wherever one looks. So the latest is
    // found by halving the stretch that must hold it, each half asked for its first occurrence.
    internal override DateTimeOffset? Latest(in TriggerContext context, DateTimeOffset until)
    {
        var zone = Zone ?? TimeZoneTable.Utc;
        var low = Before(in context);
        var high = until.UtcTicks / TimeSpan.TicksPerSecond;
        var latest = CronClock.FirstAfter(Expression, zone, low);
        if (latest > high)
            return null;

        low = latest;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var next = CronClock.FirstAfter(Expression, zone, middle);
            if (next <= high)
                low = latest = next;
            else
                high = middle;
        }
        return TimeZoneTable.FromSeconds(latest);
    }

    internal override Trigger InZone(string timeZone) => Zone is null ? new CronTrigger(Expression, timeZone) : this;

    // The second that the next occurrence is strictly after. "At or after Added" is "after one tick before it".
    private static long Before(in TriggerContext context)
    {
        var ticks = context.Previous is { } previous ? previous.UtcTicks : context.Added.UtcTicks - 1;
        return ticks < 0 ? -1 : ticks / TimeSpan.TicksPerSecond;
    }
}
