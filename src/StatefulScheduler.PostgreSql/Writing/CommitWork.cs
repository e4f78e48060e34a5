using System.Globalization;
using Npgsql;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// Stores commits row by row, in order, in one transaction: whatever the rules allow. What is not the end of a run could be stored twice when an answer is
// lost, so such a transaction leaves a receipt, and one that is sent again finds its answers there.
internal sealed class CommitWork(StoreParts parts, IReadOnlyList<JobCommit> commits)
{
    private readonly Receipt receipt = new();
    private readonly CommitResult[] results = new CommitResult[commits.Count];
    private readonly List<(int Index, long Job, string Key, long Fence, long EndedAt)> snapshots = [];

    private bool NeedsReceipt => commits.Any(commit => commit.Fence == 0 || !commit.EndsRun);

    public static Task<CommitResult[]> RunAsync(StoreParts parts, IReadOnlyList<JobCommit> commits, CancellationToken cancellationToken)
    {
        var work = new CommitWork(parts, commits);
        return EnlistedTransaction.Current is { } enlisted && commits.All(commit => commit.Fence == 0)
            ? parts.Enlisted.RunAsync(enlisted, work.OnAsync, cancellationToken)
            : parts.Calls.RunAsync(work.TryAsync, cancellationToken);
    }

    // On the caller's transaction: nothing is sent twice, and nothing is announced before it is known to be stored.
    private async Task<CommitResult[]> OnAsync(NpgsqlConnection connection)
    {
        snapshots.Clear();
        var rows = new RowTransaction(parts, connection, ownsTransaction: false);
        try
        {
            await LoadAsync(rows).ConfigureAwait(false);
            Apply(rows);
            await rows.FinishAsync(null).ConfigureAwait(false);
            await AddLastRunsAsync(connection, rows).ConfigureAwait(false);
            return results;
        }
        finally
        {
            foreach (var id in rows.Ids)
                parts.Plans.Forget(id);
        }
    }

    private async Task<CommitResult[]> TryAsync(NpgsqlConnection connection, int attempt)
    {
        snapshots.Clear();
        var rows = new RowTransaction(parts, connection, ownsTransaction: true);
        await LoadAsync(rows).ConfigureAwait(false);
        // The rows are locked: an earlier attempt has ended, one way or the other.
        if (attempt > 1 && NeedsReceipt && await receipt.ReadAsync(connection).ConfigureAwait(false) is { } answers)
            return await AnswerAgainAsync(answers).ConfigureAwait(false);

        Apply(rows);
        try
        {
            await AddLastRunsAsync(connection, rows).ConfigureAwait(false);
            await rows.FinishAsync(NeedsReceipt && rows.HasChanged ? receipt.Write(Answers()) : null).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (Receipt.Exists(exception))
        {
            return await parts.Calls.RunAsync(async (other, _) => await AnswerAgainAsync(await receipt.ReadAsync(other).ConfigureAwait(false) ?? throw exception).ConfigureAwait(false), CancellationToken.None).ConfigureAwait(false);
        }

        Tell(rows);
        return results;
    }

    private async ValueTask LoadAsync(RowTransaction rows)
    {
        var ids = commits.Select(commit => commit.Handle).OfType<RowHandle>().Select(handle => handle.Id).Distinct().ToArray();
        var keys = commits.Where(commit => commit.Handle is not RowHandle).Select(commit => commit.JobId).Distinct(StringComparer.Ordinal).ToArray();
        await rows.LoadAsync(new RowChoice(ids, keys)).ConfigureAwait(false);
        var unknown = new HashSet<(long, long)>();
        foreach (var commit in commits)
        {
            if (commit is { Fence: not 0, EndsRun: true } && rows.Find(commit) is { } row && row.Run(commit.Fence) is null && row.LastFence != commit.Fence)
                unknown.Add((row.Id, commit.Fence));
        }

        await rows.LoadClosedAsync(unknown).ConfigureAwait(false);
    }

    private void Apply(RowTransaction rows)
    {
        var rules = new RowCommits(rows);
        for (var index = 0; index < results.Length; index++)
            results[index] = Apply(rows, rules, commits[index], index);
    }

    private CommitResult Apply(RowTransaction rows, RowCommits rules, in JobCommit commit, int index)
    {
        if (rows.Find(commit) is not { } row)
            return new CommitResult(CommitStatus.Gone, null, 0);
        if (rules.WhyRefused(row, commit) is { } refused)
            return Answer(rows, refused, row, commit.WantsJob || refused == CommitStatus.VersionConflict, index);
        if (commit.Removes)
        {
            rows.Remove(row);
            return new CommitResult(CommitStatus.Committed, null, 0);
        }

        rules.Apply(row, commit);
        rows.Save(row);
        return Answer(rows, CommitStatus.Committed, row, commit.WantsJob, index);
    }

    private CommitResult Answer(RowTransaction rows, CommitStatus status, JobRow row, bool wantsJob, int index)
    {
        if (wantsJob && row.LastFence != 0)
            snapshots.Add((index, row.Id, row.Key, row.LastFence, row.LastRun));
        return new CommitResult(status, wantsJob ? row.ToJob(parts.Context.StoreName, 0, rows.PlanOf(row), null) : null, row.StateVersion);
    }

    // Snapshots name the last run that ended: one of this transaction, or one that is read.
    private async ValueTask AddLastRunsAsync(NpgsqlConnection connection, RowTransaction rows)
    {
        if (snapshots.Count == 0)
            return;

        var serializer = parts.Context.Serializer;
        var runs = rows.Closed.ToDictionary(run => (run.Job, run.Fence));
        var stored = await LastRuns.ReadAsync(connection, [.. snapshots.Where(last => !runs.ContainsKey((last.Job, last.Fence))).Select(last => (last.Job, last.Fence, last.EndedAt, last.Key)).Distinct()], serializer).ConfigureAwait(false);
        foreach (var last in snapshots)
        {
            var run = runs.TryGetValue((last.Job, last.Fence), out var own) ? own.ToRun(last.Key, serializer) : stored.GetValueOrDefault((last.Job, last.Fence));
            results[last.Index] = results[last.Index] with { Job = results[last.Index].Job! with { LastRun = run } };
        }
    }

    private string Answers() =>
        string.Join(';', results.Select(result => string.Create(CultureInfo.InvariantCulture, $"{(int)result.Status},{result.StateVersion}")));

    // What was answered, with the jobs as they are by now.
    private async Task<CommitResult[]> AnswerAgainAsync(string answers)
    {
        var answered = answers.Split(';');
        for (var index = 0; index < results.Length; index++)
        {
            var comma = answered[index].IndexOf(',', StringComparison.Ordinal);
            var status = (CommitStatus)int.Parse(answered[index].AsSpan(0, comma), CultureInfo.InvariantCulture);
            var wantsJob = commits[index].WantsJob || status == CommitStatus.VersionConflict;
            results[index] = new CommitResult(status, wantsJob ? await parts.Reader.GetAsync(commits[index].JobId, CancellationToken.None).ConfigureAwait(false) : null, long.Parse(answered[index].AsSpan(comma + 1), CultureInfo.InvariantCulture));
        }

        return results;
    }

    private void Tell(RowTransaction rows)
    {
        foreach (var commit in commits)
        {
            var row = rows.Find(commit);
            if ((commit.EndsRun && commit.Handle is RowHandle handle && parts.Suspects.End(handle.Id, commit.Fence)) || Decided(rows, commit, row))
                parts.Due.Wake();
            if (row?.DueAt is { } due)
                parts.BecameDue(due, announce: commit.Fence == 0 || commit.Details?.Adds is not null || (commit.EndsRun && commit.Outcome == RunOutcome.Pending));
        }
    }

    private bool Decided(RowTransaction rows, in JobCommit commit, JobRow? row) =>
        row is null ? rows.Removed(commit) is { } removed && parts.Suspects.End(removed.Id) : row.Abandoned == 0 && parts.Suspects.End(row.Id);
}
