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

    public TimeZoneTable? Zone { get; }

    public override bool Equals(Trigger? other) =>
        other is CronTrigger cron && cron.Expression.Text == Expression.Text && cron.Zone?.Id == Zone?.Id;

    public override int GetHashCode() => HashCode.Combine(Expression.Text, Zone?.Id);

    public override string ToString() => Zone is null ? Expression.Text : $"{Expression.Text} {Zone.Id}";

    protected override DateTimeOffset? NextCore(in TriggerContext context) => throw new NotImplementedException();

    internal override Trigger InZone(string timeZone) => Zone is null ? new CronTrigger(Expression, timeZone) : this;
}
