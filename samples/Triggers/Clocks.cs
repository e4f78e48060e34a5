using System.Globalization;
using StatefulScheduler;

namespace Triggers;

internal static class Clocks
{
    private static readonly DateTimeOffset Spring = new(2027, 3, 27, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Autumn = new(2027, 10, 30, 12, 0, 0, TimeSpan.Zero);

    public static void PrintGap()
    {
        // <gap>
        foreach (var rule in Enum.GetValues<GapRule>())
            Lines.Print(Trigger.Cron("30 2 * * *", "Europe/Berlin", gap: rule), Spring, count: 1);
        // </gap>
    }

    public static void PrintOverlap()
    {
        // <overlap>
        foreach (var rule in Enum.GetValues<OverlapRule>())
            Lines.Print(Trigger.Cron("30 2 * * *", "Europe/Berlin", overlap: rule), Autumn, count: rule == OverlapRule.Both ? 2 : 1);
        // </overlap>
    }

    public static void PrintInChinese()
    {
        // <chinese>
        Lines.Print(Trigger.Cron("30 2 * * *", "Europe/Berlin"), Spring, count: 1, CultureInfo.GetCultureInfo("zh-CN"));
        // </chinese>
    }
}
