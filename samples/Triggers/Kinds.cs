using StatefulScheduler;

namespace Triggers;

internal static class Kinds
{
    public static void Print()
    {
        // <kinds>
        Trigger[] kinds =
        [
            Trigger.Now, // Once, when the job is added.
            Trigger.At(new DateTimeOffset(2027, 4, 1, 8, 0, 0, TimeSpan.Zero)), // Once, at an instant.
            Trigger.At(new DateTime(2027, 4, 1, 9, 0, 0), "Europe/Berlin"), // Once, when the clocks of Berlin show nine.
            Trigger.Every(TimeSpan.FromMinutes(5)), // Every five minutes from now on, however long a run takes.
            Trigger.AfterEachRun(TimeSpan.FromMinutes(5)), // Now, and then five minutes after each run has ended.
            Trigger.Cron("0 9 * * MON-FRI", "Asia/Shanghai"), // At nine in Shanghai, Monday to Friday.
            Trigger.Cron("H H(1-4) * * *"), // Once a night, each job at a minute of its own.
            Trigger.CronFields(dayOfWeek: "mon-fri", hour: "9", minute: "30"), // The same idea by names, as APScheduler has it.
            Trigger.Calendar(every: new(Months: 3), at: new TimeOnly(3, 0), "Europe/Berlin"), // Every three months, at three in the night.
            Trigger.Never, // Only by hand: RunJobNowAsync.
        ];
        var from = new DateTimeOffset(2027, 3, 27, 0, 0, 0, TimeSpan.Zero);
        foreach (var trigger in kinds)
        {
            var first = trigger.Next(new TriggerContext(Added: from, Now: from));
            Console.WriteLine($"{trigger,-50} {(first is null ? "never" : $"{first:u}")}");
        }
        // </kinds>
    }

    public static void PrintMonths()
    {
        // <months>
        foreach (var rule in Enum.GetValues<MissingDay>())
        {
            var monthly = Trigger.Calendar(every: new(Months: 1), at: new TimeOnly(9, 0), "Europe/Berlin", start: new(2027, 1, 31), missingDay: rule);
            Lines.Print(monthly, from: new DateTimeOffset(2027, 2, 1, 0, 0, 0, TimeSpan.Zero), count: 1);
        }
        // </months>
    }

    public static void PrintRefusals()
    {
        // <refused>
        foreach (var text in new[] { "0 0 30 2 *", "every 5 minutes", "at 2027-04-01T09:00" })
        {
            try
            {
                Trigger.Parse(text);
            }
            catch (FormatException refusal)
            {
                Console.WriteLine(refusal.Message);
            }
        }
        // </refused>
    }
}
