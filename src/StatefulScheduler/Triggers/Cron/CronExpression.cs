namespace StatefulScheduler;

internal sealed class CronExpression
{
    public required string Text { get; init; }
    public static CronExpression Parse(string expression) => throw new NotImplementedException();
}
