namespace StatefulScheduler;

internal sealed class TimeZoneTable
{
    public required string Id { get; init; }
    public static TimeZoneTable Get(string id) => throw new NotImplementedException();
#pragma warning disable CA1822
    public DateTimeOffset ToInstant(DateTime wallTime) => throw new NotImplementedException();
#pragma warning restore CA1822
}
