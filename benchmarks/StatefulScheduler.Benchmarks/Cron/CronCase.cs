namespace StatefulScheduler.Benchmarks.Cron;

// One schedule in the notation of each engine. NCrontab has no L; Quartz counts the day of week from 1 and wants a '?'.
internal sealed record CronCase(string Ours, string Quartz, string? NCrontab)
{
    public static CronCase[] Typical { get; } =
    [
        new("*/5 * * * *", "0 */5 * * * ?", "*/5 * * * *"),
        new("0 9 * * MON-FRI", "0 0 9 ? * MON-FRI", "0 9 * * MON-FRI"),
        new("*/10 * * * * *", "*/10 * * * * ?", "*/10 * * * * *"),
        new("30 */5 9-17 * * MON-FRI", "30 */5 9-17 ? * MON-FRI", "30 */5 9-17 * * MON-FRI"),
        new("0 0 1 * *", "0 0 0 1 * ?", "0 0 1 * *"),
        new("0 0 L * *", "0 0 0 L * ?", null),
        new("0 0 29 2 *", "0 0 0 29 2 ?", "0 0 29 2 *"),
    ];

    // Reads, but names no date that exists.
    public static CronCase Impossible { get; } = new("0 0 30 2 *", "0 0 0 30 2 ?", "0 0 30 2 *");

    public bool HasSeconds => Ours.Split(' ').Length == 6;
}
