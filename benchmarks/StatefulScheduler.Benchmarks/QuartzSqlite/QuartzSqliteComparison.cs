using StatefulScheduler.Benchmarks.Measuring;
namespace StatefulScheduler.Benchmarks.QuartzSqlite;
internal static class QuartzSqliteComparison { public static Comparison Instance { get; } = new("quartz-sqlite", "", (_, _) => Task.FromResult(true)); }
