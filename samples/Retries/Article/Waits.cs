using Retries.Stage;
using StatefulScheduler.Retries;

namespace Retries.Article;

// How long to wait.
internal static class Waits
{
    public static void All()
    {
        // <waits>
        var three = Wait.Fixed(TimeSpan.FromSeconds(3));
        var seven = Wait.Fixed(TimeSpan.FromSeconds(7));
        var nine = Wait.Fixed(TimeSpan.FromSeconds(9));
        WaitStrategy[] waits =
        [
            Wait.Fixed(TimeSpan.FromSeconds(2)),
            Wait.Random(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)),
            Wait.Fixed(TimeSpan.FromSeconds(3)) + Wait.Random(TimeSpan.Zero, TimeSpan.FromSeconds(2)),
            Wait.Chain(three, three, three, seven, seven, nine),
            Wait.Exponential(TimeSpan.FromSeconds(1), min: TimeSpan.FromSeconds(4), max: TimeSpan.FromSeconds(10)),
        ];
        foreach (var wait in waits)
            Console.WriteLine($"{wait}\n    {string.Join(", ", Show.Waits(new(new() { Wait = wait, MaxAttempts = 8 })).Select(seconds => $"{seconds:0.##}"))}");
        // </waits>
        var slept = waits.Select(wait => Show.Waits(new(new() { Wait = wait, MaxAttempts = 8 }))).ToList();
        Check.Same([2d, 2d, 2d, 2d, 2d, 2d, 2d], slept[0], "Fixed waits");
        Check.That(slept[1].All(wait => wait is >= 1 and < 2) && slept[1].Distinct().Count() > 1, "A random wait is out of its range, or always the same.");
        Check.That(slept[2].All(wait => wait is >= 3 and < 5) && slept[2].Distinct().Count() > 1, "A sum is out of its range, or always the same.");
        Check.Same([3d, 3d, 3d, 7d, 7d, 9d, 9d], slept[3], "The waits of the chain, whose last repeats,");
        Check.Same([4d, 4d, 4d, 8d, 10d, 10d, 10d], slept[4], "Exponential waits between 4 and 10 s");
    }
}
