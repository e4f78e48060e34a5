using System.Diagnostics;
using StatefulScheduler.Benchmarks.Measuring;

namespace StatefulScheduler.Benchmarks.Retries;

// Our retry policies beside the retry strategy of Polly.Core: in turns, window by window, in one process.
internal static class RetryComparison
{
    private static readonly OurRetryCalls Ours = new();
    private static readonly PollyRetryCalls Polly = new();
    private static readonly (string Name, Func<RetryCalls, long> Batch)[] Batches =
    [
        ("happy, typed, sync", static calls => calls.HappySync()),
        ("happy, typed, async", static calls => calls.HappyAsync()),
        ("happy, untyped, sync", static calls => calls.HappyUntypedSync()),
        ("happy, untyped, async", static calls => calls.HappyUntypedAsync()),
        ("happy, without result, async", static calls => calls.HappyWithoutResult()),
        ("bad-bad-good, sync", static calls => calls.BadBadGoodSync()),
        ("bad-bad-good, async", static calls => calls.BadBadGoodAsync()),
    ];

    private static long sum;

    public static Comparison Instance { get; } = new(
        "polly", "retry policies: a call that succeeds at once, synchronous, asynchronous, untyped and without result, and two bad results before a good one; beside Polly.Core", RunAsync);

    private static Task<bool> RunAsync(CompareOptions options, Report report)
    {
        foreach (var (name, batch) in Batches)
        {
            Check(name, batch, Ours);
            Check(name, batch, Polly);
        }

        WarmUp(options);
        foreach (var (name, batch) in Batches)
            Stopwatches.InTurns(options, report, name, RetryCalls.Count, () => sum += batch(Ours), () => sum += batch(Polly), Machine.PollyName);
        return Task.FromResult(true);
    }

    // Calls this short are measured before the runtime has compiled them for good, unless there is time for that before.
    private static void WarmUp(CompareOptions options)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < 2 * options.WarmUp)
        {
            foreach (var (_, batch) in Batches)
                sum += batch(Ours) + batch(Polly);
        }
    }

    // A policy that does less than it should is fast.
    private static void Check(string name, Func<RetryCalls, long> batch, RetryCalls calls)
    {
        const long expected = (long)RetryCalls.Count * RetryCalls.Good;
        if (batch(calls) is var actual && actual != expected)
            throw new InvalidOperationException($"{calls.GetType().Name}, {name}: the results add up to {actual} instead of {expected}, so the policy did not do what is measured.");
    }
}
