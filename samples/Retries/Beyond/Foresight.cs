using System.Text.Json;
using Retries.Stage;
using StatefulScheduler.Retries;

namespace Retries.Beyond;

// What a policy will do, before it does it, and without a call.
internal static class Foresight
{
    public static void InWords()
    {
        // <words>
        Console.WriteLine(RetryPolicy.Default);
        Console.WriteLine(new RetryPolicy(
            new()
            {
                RetryIf = RetryIf.Transient | RetryIf.Result<string?>(answer => answer is null),
                Wait = Wait.Exponential(TimeSpan.FromSeconds(1), max: TimeSpan.FromSeconds(10)).WithJitter(0.25),
                Stop = Stop.AfterAttempt(5) | Stop.AfterDelay(TimeSpan.FromMinutes(1)),
            },
            "payments"));
        // </words>
        Check.That($"{RetryPolicy.Default}".Contains("3 attempts", StringComparison.Ordinal), $"{RetryPolicy.Default}");
    }

    public static void Preview()
    {
        // <preview>
        var ranges = new RetryPolicy(new() { MaxAttempts = 6 }).PreviewDelays(10);
        Console.WriteLine(string.Join("; ", ranges));
        // </preview>
        Check.Same([0.2, 0.4, 0.8, 1.6, 3.2], ranges.Select(range => range.Max.TotalSeconds), "The longest delays of full jitter");
    }

    public static void Decide()
    {
        // <decide>
        var policy = new RetryPolicy(new() { MaxAttempts = 3, Backoff = BackoffKind.RandomExponential, Delay = TimeSpan.FromMinutes(1), MaxDelay = TimeSpan.FromHours(1) });
        var now = new DateTimeOffset(2030, 1, 1, 9, 0, 0, TimeSpan.Zero);
        var stored = JsonSerializer.Serialize(RetryProgress.Start(now, key: "order 4711")); // In a file, a row, a message: it survives the process.
        while (true)
        {
            var decision = policy.Decide(JsonSerializer.Deserialize<RetryProgress>(stored), new TimeoutException("no answer"), now);
            Console.WriteLine(decision.Retry ? $"{now:HH:mm:ss} failed, again at {decision.Next.NextAttemptAt:HH:mm:ss}" : $"{now:HH:mm:ss} failed, {decision.End}");
            if (!decision.Retry)
                break;
            stored = JsonSerializer.Serialize(decision.Next);
            now = decision.Next.NextAttemptAt!.Value;
        }
        // </decide>
        var again = policy.Decide(RetryProgress.Start(now, key: "order 4711"), new TimeoutException(), now);
        Check.That(again == policy.Decide(RetryProgress.Start(now, key: "order 4711"), new TimeoutException(), now) with { Next = again.Next }, "The same progress is decided differently.");
        Check.That(again.Delay != policy.Decide(RetryProgress.Start(now, key: "order 4712"), new TimeoutException(), now).Delay, "Two orders that fail together come back together.");
        Check.That(JsonSerializer.Deserialize<RetryProgress>(stored).Attempt == 3, "Three attempts were to be made.");
    }
}
