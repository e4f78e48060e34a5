using StatefulScheduler.Retries;
using StatefulScheduler.Sqlite.Worker;

namespace StatefulScheduler.Sqlite.Tests;

// A sequence of retries lives in the job's record: whichever process makes the next attempt, it is made when, and only if, it was going to be made.
public sealed class RetryKillTests
{
    // What the worker tells of a failed attempt, by place.
    private const int Started = 1;
    private const int Ended = 2;
    private const int Next = 3;
    private const int Message = 4;

    [Fact]
    public async Task A_kill_between_two_attempts_changes_neither_the_delays_nor_the_end()
    {
        using var folder = new TempFolder();
        var failed = await FailAsync(folder, "mixed", Later(0), attempts: 2);
        var between = await new JobFile(folder.File()).GetAsync(RetryRules.Job);
        failed.AddRange(await FailToTheEndAsync(folder, "mixed", Later(1)));

        AssertSame(Uninterrupted("mixed", between.Retry!.FirstAttemptAt), failed);
        AssertStored(failed[1], between, attempt: 2, first: failed[0], idle: Delay(failed[0]) + Delay(failed[1]));
        await AssertEndedAsync(folder, attempts: 5);
    }

    [Fact]
    public async Task A_kill_between_any_two_attempts_changes_neither_the_delays_nor_the_end()
    {
        using var folder = new TempFolder();
        var failed = new List<WorkerLine>();
        for (var attempt = 0; attempt < 4; attempt++)
            failed.AddRange(await FailAsync(folder, "long", Later(attempt), attempts: 1));
        failed.AddRange(await FailToTheEndAsync(folder, "long", Later(4)));

        AssertSame(Uninterrupted("long", At(failed[0], Started)), failed);
        await AssertEndedAsync(folder, attempts: 5);
    }

    [Fact]
    public async Task A_limit_in_time_counts_from_the_first_attempt_whatever_process_made_it()
    {
        using var folder = new TempFolder();
        var failed = await FailAsync(folder, "hour", Later(0), attempts: 2);
        failed.AddRange(await FailToTheEndAsync(folder, "hour", Later(3))); // The wait is over and so is the hour: one attempt, and no other.

        AssertSame(Uninterrupted("hour", At(failed[0], Started)).Take(2).Append(null), failed);
        await AssertEndedAsync(folder, attempts: 3);
    }

    // Later than any wait that began in the process before.
    private static string Later(int waits) => $"later={(long)(waits * (RetryRules.LongestWait + TimeSpan.FromMinutes(1))).TotalMilliseconds}";

    private static async Task<List<WorkerLine>> FailAsync(TempFolder folder, string rule, string later, int attempts)
    {
        using var worker = new WorkerProcess("retries", folder.File(), $"rule={rule}", later);
        await worker.UntilAsync("failed", times: attempts);
        await worker.KillAsync();
        return [.. worker.Heard("failed")];
    }

    private static async Task<List<WorkerLine>> FailToTheEndAsync(TempFolder folder, string rule, string later)
    {
        using var worker = new WorkerProcess("retries", folder.File(), $"rule={rule}", later);
        await worker.UntilAsync("paused");
        Assert.Equal(0, await worker.StopAsync());
        return [.. worker.Heard("failed")];
    }

    // The delays of one process, null after the attempt that is the last.
    private static IEnumerable<TimeSpan?> Uninterrupted(string rule, DateTimeOffset firstAttemptAt)
    {
        var progress = RetryProgress.Start(firstAttemptAt, RetryRules.Job);
        for (var now = firstAttemptAt; ; now = progress.NextAttemptAt!.Value)
        {
            var decision = RetryRules.Of(rule).Decide(progress, new IOException(), now);
            yield return decision.Retry ? decision.Delay : null;
            if (!decision.Retry)
                yield break;
            progress = decision.Next;
        }
    }

    private static void AssertSame(IEnumerable<TimeSpan?> expected, List<WorkerLine> failed)
    {
        Assert.Equal(expected, failed.Select(line => line[Next].Length == 0 ? null : (TimeSpan?)Delay(line)));
        Assert.Equal(Enumerable.Range(1, failed.Count).Select(attempt => $"attempt {attempt}"), failed.Select(line => line[Message]));
        Assert.All(failed.Zip(failed.Skip(1)), pair => Assert.True(At(pair.Second, Started) >= At(pair.First, Next), $"'{pair.Second}' began before '{pair.First}' said."));
    }

    private static void AssertStored(WorkerLine last, ScheduledJob job, int attempt, WorkerLine first, TimeSpan idle)
    {
        Assert.Equal(new JobRetry(attempt, At(first, Started), idle, At(last, Next)), job.Retry);
        Assert.Equal((JobStatus.Active, 0), (job.Status, job.RunningCount));
    }

    private static async Task AssertEndedAsync(TempFolder folder, int attempts)
    {
        var file = new JobFile(folder.File());
        var job = await file.GetAsync(RetryRules.Job);
        Assert.Equal((JobStatus.Paused, "error", $"attempt {attempts}"), (job.Status, job.State.Get<string>("phase"), job.Pause!.Reason));
        Assert.Null(job.Retry);
        Assert.Equal(Enumerable.Range(1, attempts).Select(attempt => (attempt, RunOutcome.Failed)), (await file.RunsAsync(RetryRules.Job)).Select(run => (run.Attempt, run.Outcome)));
    }

    private static TimeSpan Delay(WorkerLine line) => At(line, Next) - At(line, Ended);

    private static DateTimeOffset At(WorkerLine line, int detail) => new(line.Number(detail), TimeSpan.Zero);
}
