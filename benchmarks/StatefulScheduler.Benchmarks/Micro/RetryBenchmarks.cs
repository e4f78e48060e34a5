using BenchmarkDotNet.Attributes;
using StatefulScheduler.Benchmarks.Retries;

namespace StatefulScheduler.Benchmarks.Micro;

// A call under a retry policy that succeeds at once, beside Polly.Core; 1,024 calls at a time.
public class RetryBenchmarks
{
    private readonly OurRetryCalls ours = new();
    private readonly PollyRetryCalls polly = new();

    [Benchmark(Description = "happy, typed, sync, ours", OperationsPerInvoke = RetryCalls.Count)]
    public long OurSync() => ours.HappySync();

    [Benchmark(Description = "happy, typed, sync, Polly", OperationsPerInvoke = RetryCalls.Count)]
    public long PollySync() => polly.HappySync();

    [Benchmark(Description = "happy, typed, async, ours", OperationsPerInvoke = RetryCalls.Count)]
    public long OurAsync() => ours.HappyAsync();

    [Benchmark(Baseline = true, Description = "happy, typed, async, Polly", OperationsPerInvoke = RetryCalls.Count)]
    public long PollyAsync() => polly.HappyAsync();

    [Benchmark(Description = "happy, untyped, async, ours", OperationsPerInvoke = RetryCalls.Count)]
    public long OurUntyped() => ours.HappyUntypedAsync();

    [Benchmark(Description = "happy, untyped, async, Polly", OperationsPerInvoke = RetryCalls.Count)]
    public long PollyUntyped() => polly.HappyUntypedAsync();
}
