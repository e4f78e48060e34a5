using StatefulScheduler.Retries;

namespace Retries.Stage;

// Policies before an audience: the same rules, on the sample's clock, with chance that is the same each time, and each wait told.
internal static class Show
{
    public static SampleClock Clock { get; } = new(new(2030, 1, 1, 9, 0, 0, TimeSpan.Zero));

    public static RetryPolicy On(RetryPolicy policy) => policy.With(options =>
    {
        options.TimeProvider = Clock;
        options.Randomizer ??= new Random(8).NextDouble;
        options.BeforeDelay ??= state => Console.WriteLine($"attempt {state.AttemptNumber} {Did(state)}, next in {Words(state.NextDelay)}");
    });

    // Calls, and tells how the call ended.
    public static RetryOutcome<T> Play<T>(RetryPolicy policy, Func<CancellationToken, T> operation)
    {
        var outcome = On(policy).TryExecute(operation);
        Console.WriteLine(outcome);
        return outcome;
    }

    // How long a call really waits that always fails, in seconds of the clock.
    public static List<double> Waits(RetryPolicy policy)
    {
        var begins = new List<DateTimeOffset>();
        On(policy.With(options => options.BeforeDelay = _ => { })).TryExecute<int>(_ =>
        {
            begins.Add(Clock.GetUtcNow());
            throw new TimeoutException("no answer");
        });
        return [.. begins.Zip(begins.Skip(1), (one, next) => (next - one).TotalSeconds)];
    }

    private static string Did(RetryState state) => state.Exception is { } exception ? $"threw {exception.GetType().Name}" : $"returned {state.Result ?? "null"}";

    private static string Words(TimeSpan delay) => new DelayRange(delay, delay).ToString();
}
