using BenchmarkDotNet.Attributes;
using StatefulScheduler.Benchmarks.Schedulers;
using StatefulScheduler.Benchmarks.Torture;

namespace StatefulScheduler.Benchmarks.Micro;

// Reading, writing and merging states.
public class StateBenchmarks
{
    private readonly JobState small = JobState.From(Progress.First, BenchmarkJson.Default.Progress);
    private readonly JobState large = JobState.From(EveryType.Sample, BenchmarkJson.Default.EveryType);
    private readonly JobState mine;
    private readonly JobState theirs;
    private readonly Progress next = Progress.First with { Count = 1 };

    public StateBenchmarks()
    {
        mine = large.Set("whole", 1);
        theirs = large.Set("text", "theirs");
    }

    [Benchmark(Description = "state read, two members")]
    public object Read() => small.As(BenchmarkJson.Default.Progress);

    [Benchmark(Description = "state read, ten members")]
    public object ReadLarge() => large.As(BenchmarkJson.Default.EveryType);

    [Benchmark(Description = "state write, two members")]
    public JobState Write() => JobState.From(next, BenchmarkJson.Default.Progress);

    [Benchmark(Description = "state set, one of two members")]
    public JobState Set() => small.Set("count", 7L);

    [Benchmark(Description = "state get, one of ten members")]
    public long Get() => large.Get<long>("whole");

    [Benchmark(Description = "state merge, three-way, ten members")]
    public object Merge() => StateMerge.Merge(large, mine, theirs);

    [Benchmark(Description = "state parse, ten members")]
    public JobState Parse() => JobState.Parse(large.Utf8);
}
