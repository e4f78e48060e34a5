using System.Collections.Concurrent;

namespace StatefulScheduler;

// A time zone as stretches of constant UTC offset, in whole seconds since the year 1.
// TimeZoneInfo answers questions about local time wrongly for Dublin, Casablanca and others; its offset of a UTC instant
// is right everywhere. So that is the only thing asked of it, once for each block of about 17 years, and kept.
// Immutable but for the cache of blocks; safe to share between threads.
internal sealed class TimeZoneTable
{
    public const long MaxSeconds = 315_537_897_599; // 9999-12-31T23:59:59
    public const int SecondsPerDay = 86_400;

    private static readonly ConcurrentDictionary<string, TimeZoneTable> Known = new();

    private readonly TimeZoneInfo _zone;

    // A block built twice by two threads is the same block: whichever is published last stays.
    private readonly TimeZoneSegment[]?[] _blocks = new TimeZoneSegment[]?[(MaxSeconds >> TimeZoneBlock.Bits) + 1];

    private TimeZoneTable(TimeZoneInfo zone, string id)
    {
        _zone = zone;
        Id = id;
        IsFixed = zone.GetAdjustmentRules().Length == 0;
        FixedOffset = IsFixed ? (long)zone.BaseUtcOffset.TotalSeconds : 0;
    }

    public static TimeZoneTable Utc { get; } = Get("UTC");

    // The IANA name.
    public string Id { get; }

    public bool IsFixed { get; }

    public long FixedOffset { get; }

    public static TimeZoneTable Get(string timeZone)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(timeZone);
        return Known.TryGetValue(timeZone, out var known) ? known : Known.GetOrAdd(timeZone, Find(timeZone));
    }

    // The stretch that holds the instant.
    public TimeZoneSegment At(long utcSeconds) => TimeZoneBlock.Find(Block(utcSeconds), utcSeconds);

    // What a wall time that is skipped, or shown twice, stands for: the first instant after the gap, or the earlier of the two.
    public DateTimeOffset ToInstant(DateTime wallTime)
    {
        var local = Math.DivRem(wallTime.Ticks, TimeSpan.TicksPerSecond, out var fraction);
        var segment = Showing(local);
        if (local < segment.LocalStart)
            return FromSeconds(segment.Start);

        var seconds = local - segment.Offset;
        if (seconds > MaxSeconds)
            throw new ArgumentOutOfRangeException(
                nameof(wallTime), wallTime, $"The wall time in {Id} is past the last instant that a DateTimeOffset can hold.");
        return FromSeconds(seconds).AddTicks(fraction);
    }

    // The first stretch whose clocks show the local time; the one after the gap when none does.
    public TimeZoneSegment Showing(long localSeconds)
    {
        // No zone is a whole day away from UTC: a day earlier, the local time is still to come.
        var segment = At(Math.Max(localSeconds - SecondsPerDay, 0));
        while (localSeconds >= segment.LocalEnd && segment.End <= MaxSeconds)
            segment = At(segment.End);
        return segment;
    }

    public DateTime ToWallTime(DateTimeOffset instant)
    {
        var offset = IsFixed ? FixedOffset : At(instant.UtcTicks / TimeSpan.TicksPerSecond).Offset;
        return new DateTime(Math.Clamp(instant.UtcTicks + (offset * TimeSpan.TicksPerSecond), 0, DateTime.MaxValue.Ticks));
    }

    public static DateTimeOffset FromSeconds(long utcSeconds) => new(utcSeconds * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    private TimeZoneSegment[] Block(long utcSeconds)
    {
        var index = (int)(utcSeconds >> TimeZoneBlock.Bits);
        return _blocks[index] ?? Build(index);
    }

    private TimeZoneSegment[] Build(int index) => _blocks[index] = TimeZoneBlock.Build(_zone, (long)index << TimeZoneBlock.Bits);

    private static TimeZoneTable Find(string timeZone)
    {
        // A file system reads Europe//Berlin as Europe/Berlin, but it is another name, and there is no end of such names.
        if (timeZone.Contains("//", StringComparison.Ordinal) || !TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone))
            throw new ArgumentException(
                $"The time zone '{timeZone}' is not known to this machine. Use an IANA name such as 'Europe/Berlin' (Windows " +
                "names are converted); in a slim container, install the tzdata package first.",
                nameof(timeZone));

        // "UTC" is both a Windows and an IANA name; it stays what it is.
        var id = zone.Id != "UTC" && TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out var iana) ? iana : zone.Id;
        return Known.GetOrAdd(id, _ => new TimeZoneTable(zone, id));
    }
}
