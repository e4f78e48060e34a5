namespace StatefulScheduler;

// Days of the calendar, each once, in order. Compared by value.
internal sealed class ExcludedDays : IEquatable<ExcludedDays>
{
    private readonly DateOnly[] _dates;

    private ExcludedDays(DateOnly[] dates) => _dates = dates;

    public IReadOnlyList<DateOnly> Dates => _dates;

    public static ExcludedDays Of(IEnumerable<DateOnly> dates) => new([.. dates.Distinct().Order()]);

    public ExcludedDays And(ExcludedDays other) => Of(_dates.Concat(other._dates));

    public bool Equals(ExcludedDays? other) => other is not null && other._dates.AsSpan().SequenceEqual(_dates);

    public override bool Equals(object? obj) => Equals(obj as ExcludedDays);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var date in _dates)
            hash.Add(date);
        return hash.ToHashCode();
    }

    public bool Contains(DateTimeOffset at, TimeZoneTable zone) => IndexOf(at, zone) >= 0;

    // The first instant after an excluded one at which the clocks show a day that is not excluded, or at which they are
    // changed: then it is to be seen anew which day it is. Null when that is past the end of time.
    public DateTimeOffset? EndAfter(DateTimeOffset at, TimeZoneTable zone)
    {
        var last = IndexOf(at, zone);
        while (last + 1 < _dates.Length && _dates[last + 1].DayNumber == _dates[last].DayNumber + 1)
            last++;

        var stretch = zone.At(at.UtcTicks / TimeSpan.TicksPerSecond);
        var end = Math.Min(Seconds(_dates[last].DayNumber + 1) - stretch.Offset, stretch.End);
        return end <= TimeZoneTable.MaxSeconds ? TimeZoneTable.FromSeconds(end) : null;
    }

    // The first instant of an excluded day, of the days before it that are excluded as well, or of the clocks' last change.
    public DateTimeOffset StartBefore(DateTimeOffset at, TimeZoneTable zone)
    {
        var first = IndexOf(at, zone);
        while (first > 0 && _dates[first - 1].DayNumber == _dates[first].DayNumber - 1)
            first--;

        var stretch = zone.At(at.UtcTicks / TimeSpan.TicksPerSecond);
        return TimeZoneTable.FromSeconds(Math.Max(Seconds(_dates[first].DayNumber) - stretch.Offset, stretch.Start));
    }

    private int IndexOf(DateTimeOffset at, TimeZoneTable zone) =>
        _dates.AsSpan().BinarySearch(DateOnly.FromDateTime(zone.ToWallTime(at)));

    private static long Seconds(int dayNumber) => (long)dayNumber * TimeZoneTable.SecondsPerDay;
}
