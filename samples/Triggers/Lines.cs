using System.Globalization;
using StatefulScheduler;

namespace Triggers;

internal static class Lines
{
    // <explain>
    public static void Print(Trigger trigger, DateTimeOffset from, int count, CultureInfo? language = null)
    {
        foreach (var (_, wallTime, note) in trigger.Explain(from, count, culture: language))
            Console.WriteLine($"{wallTime:ddd yyyy-MM-dd HH:mm:ss}  {note}".TrimEnd());
    }
    // </explain>
}
