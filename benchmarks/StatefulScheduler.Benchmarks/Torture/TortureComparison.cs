using StatefulScheduler.Benchmarks.Measuring;
namespace StatefulScheduler.Benchmarks.Torture;
internal static class TortureComparison { public static Comparison Instance { get; } = new("torture", "", (_, _) => Task.FromResult(true)); }
