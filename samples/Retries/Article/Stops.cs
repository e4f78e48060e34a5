using Retries.Stage;
using StatefulScheduler.Retries;

namespace Retries.Article;

// When to stop.
internal static class Stops
{
    public static void UntilRight()
    {
        // <until-right>
        var random = new Random(8);
        var untilRight = new RetryPolicy(new() { Stop = Stop.Never, Wait = Wait.None });
        var number = untilRight.Execute(_ =>
        {
            var drawn = random.Next(1, 4); // 1, 2 or 3
            Console.WriteLine($"drew {drawn}");
            return drawn == 2 ? drawn : throw new InvalidOperationException("Only 2 is right.");
        });
        Console.WriteLine($"got {number}");
        // </until-right>
        Check.That(number == 2, "Whatever is drawn, 2 comes out.");
    }

    public static void AfterAttempts()
    {
        // <attempts>
        var threeTimes = new RetryPolicy(new() { MaxAttempts = 3, Wait = Wait.None });
        try
        {
            threeTimes.Execute(_ => throw new TimeoutException("no answer"));
        }
        catch (TimeoutException error) when (RetryStatistics.TryGet(error, out var statistics))
        {
            Console.WriteLine($"{error.GetType().Name} itself, after {statistics.Attempts} attempts");
        }
        // </attempts>
        var outcome = threeTimes.TryExecute<int>(_ => throw new TimeoutException("no answer"));
        Check.That(outcome is { End: RetryEnd.Stopped, Statistics.Attempts: 3, Exception: TimeoutException }, $"{outcome}");
    }

    public static void AfterDelay()
    {
        // <delay>
        RetryPolicy[] policies =
        [
            new(new() { Stop = Stop.AfterDelay(TimeSpan.FromSeconds(10)), Wait = Wait.Fixed(TimeSpan.FromSeconds(4)) }), // Looks back, as Tenacity's: 12 s.
            new(new() { MaxDuration = TimeSpan.FromSeconds(10), Wait = Wait.Fixed(TimeSpan.FromSeconds(4)) }), // Looks ahead: never more than 10 s.
            new(new() { MaxDuration = TimeSpan.FromSeconds(10), MaxAttempts = 2, Wait = Wait.Fixed(TimeSpan.FromSeconds(4)) }), // Whichever comes first.
        ];
        foreach (var policy in policies)
        {
            var outcome = Show.On(policy.With(options => options.BeforeDelay = _ => { })).TryExecute<int>(_ => throw new TimeoutException("no answer"));
            Console.WriteLine($"{outcome.Statistics.Attempts} attempts in {outcome.Statistics.Elapsed?.TotalSeconds} s");
        }
        // </delay>
        Check.Same([4d, 4d, 4d], Show.Waits(policies[0]), "The waits up to 10 s, overshooting");
        Check.Same([4d, 4d], Show.Waits(policies[1]), "The waits within 10 s");
        Check.Same([4d], Show.Waits(policies[2]), "The waits of two attempts");
    }
}
