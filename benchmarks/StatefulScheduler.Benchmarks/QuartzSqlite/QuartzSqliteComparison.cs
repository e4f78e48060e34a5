using StatefulScheduler.Benchmarks.Measuring;

namespace StatefulScheduler.Benchmarks.QuartzSqlite;

// Our SQLite store beside Quartz's AdoJobStore on SQLite, and beside the bare statements. Real files; WAL and synchronous=FULL everywhere.
internal static class QuartzSqliteComparison
{
    public static Comparison Instance { get; } = new(
        "quartz-sqlite", "SQLite files, WAL, synchronous=FULL: committed stateful runs/s, bytes and CPU of a run; beside Quartz AdoJobStore, and beside a raw loop of our statements", RunAsync);

    private static async Task<bool> RunAsync(CompareOptions options, Report report)
    {
        report.Note($"SQLite {Schedulers.SqliteFiles.Scalar(Schedulers.SqliteFiles.New("version"), "SELECT sqlite_version()")}; one row of job, one of job_run, one claim and one commit for each run; stateful, typed record of two members");
        await CommittedRuns.RunAsync(options, report, "default", new JobOptions(), withRawLoop: true);
        await CommittedRuns.RunAsync(options, report, "All(20)", new JobOptions { StateHistory = StateHistoryPolicy.All(20) }, withRawLoop: false);
        return CommittedRuns.AllFound;
    }
}
