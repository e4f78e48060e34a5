using StatefulScheduler.Retries;

namespace StatefulScheduler.Sqlite.Worker;

// The rules of the scenario `retries`. The worker follows them; the tests compute from them what one process would have done that nobody kills.
internal static class RetryRules
{
    public const string Job = "flaky";
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(20);
    private static readonly WaitStrategy Short = Wait.Random(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200));
    private static readonly WaitStrategy Long = Wait.Random(TimeSpan.FromMinutes(10), LongestWait);

    public static RetryPolicy Of(string name) => name switch
    {
        "long" => new(new() { Wait = Long, MaxAttempts = 5 }), // Every wait outlives its process.
        "mixed" => new(new() { Wait = Wait.Chain(Short, Long, Short), MaxAttempts = 5 }), // The second does; the others are waited for.
        "hour" => new(new() { Wait = Wait.Chain(Short, Long, Short), Stop = Stop.AfterDelay(TimeSpan.FromHours(1)) }),
        _ => throw new ArgumentException($"There is no rule '{name}'.", nameof(name)),
    };
}
