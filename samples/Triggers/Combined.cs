using StatefulScheduler;

namespace Triggers;

internal static class Combined
{
    public static void Print()
    {
        // <combined>
        DateOnly[] holidays = [new(2026, 12, 25), new(2026, 12, 26)];
        var office = Trigger.Cron("0 9,17 * * *", "Europe/Berlin") & Trigger.Cron("* * * * MON-FRI", "Europe/Berlin"); // Both.
        var open = (office | Trigger.Cron("0 10 * * SAT", "Europe/Berlin")) // Either.
            .Except(holidays)
            .Until(new DateTimeOffset(2026, 12, 28, 12, 0, 0, TimeSpan.Zero));
        Lines.Print(open, from: new DateTimeOffset(2026, 12, 24, 0, 0, 0, TimeSpan.Zero), count: 10);
        // </combined>
    }

    public static void PrintJitter()
    {
        // <jitter>
        var spread = Trigger.Cron("0 9 * * *", "Europe/Berlin").WithJitter(TimeSpan.FromMinutes(5));
        Lines.Print(spread, from: new DateTimeOffset(2027, 4, 1, 0, 0, 0, TimeSpan.Zero), count: 2);
        // </jitter>
    }
}
