using StatefulScheduler.Benchmarks.Measuring;

namespace StatefulScheduler.Benchmarks.Retries;

// Our retry policies beside the retry strategy of Polly.Core: in turns, window by window, in one process.
internal static class RetryComparison
{
    private static readonly OurRetryCalls Ours = new();
    private static readonly PollyRetryCalls Polly = new();
    private static long sum;

    public static Comparison Instance { get; } = new(
        "polly", "retry policies: a call that succeeds at once, synchronous, asynchronous, untyped and without result, and two bad results before a good one; beside Polly.Core", RunAsync);

    private static Task<bool> RunAsync(CompareOptions options, Report report)
    {
        InTurns(options, report, "happy, typed, sync", static calls => calls.HappySync());
        InTurns(options, report, "happy, typed, async", static calls => calls.HappyAsync());
        InTurns(options, report, "happy, untyped, sync", static calls => calls.HappyUntypedSync());
        InTurns(options, report, "happy, untyped, async", static calls => calls.HappyUntypedAsync());
        InTurns(options, report, "happy, without result, async", static calls => calls.HappyWithoutResult());
        InTurns(options, report, "bad-bad-good, sync", static calls => calls.BadBadGoodSync());
        InTurns(options, report, "bad-bad-good, async", static calls => calls.BadBadGoodAsync());
        return Task.FromResult(true);
    }

    private static void InTurns(CompareOptions options, Report report, string name, Func<RetryCalls, long> batch)
    {
        Check(name, batch, Ours);
        Check(name, batch, Polly);
        Stopwatches.InTurns(options, report, name, RetryCalls.Count, () => sum += batch(Ours), () => sum += batch(Polly), Machine.PollyName);
    }

    // A policy that does less than it should is fast.
    private static void Check(string name, Func<RetryCalls, long> batch, RetryCalls calls)
    {
        const long expected = (long)RetryCalls.Count * RetryCalls.Good;
        if (batch(calls) is var actual && actual != expected)
            throw new InvalidOperationException($"{calls.GetType().Name}, {name}: the results add up to {actual} instead of {expected}, so the policy did not do what is measured.");
    }
}
