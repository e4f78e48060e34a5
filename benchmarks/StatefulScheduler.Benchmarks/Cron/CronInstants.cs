namespace StatefulScheduler.Benchmarks.Cron;

// Instants to ask about: always the same ones, but many, so that no engine is asked twice in a row about one.
internal static class CronInstants
{
    public const int Count = 1024;

    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Spread over a year.
    public static DateTimeOffset[] OverTheYear { get; } = Spread(NewYear, TimeSpan.FromDays(365));

    // Within a day of the two changes of the clocks in Berlin.
    public static DateTimeOffset[] AroundChanges { get; } =
    [
        .. Spread(new DateTimeOffset(2026, 3, 28, 13, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(1))[..(Count / 2)],
        .. Spread(new DateTimeOffset(2026, 10, 24, 13, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(1))[..(Count / 2)],
    ];

    private static DateTimeOffset[] Spread(DateTimeOffset start, TimeSpan length)
    {
        var random = new Random(20260101);
        var instants = new DateTimeOffset[Count];
        for (var i = 0; i < Count; i++)
            instants[i] = start.AddSeconds(random.Next((int)length.TotalSeconds));
        return instants;
    }
}
