using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Npgsql;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// Commits and a claim in one go: the ends of plain jobs' runs and the claim of plain jobs are two statements, sent together and stored together. What they
// leave, or cannot say, follows by the rules.
internal sealed class ExchangeWork(StoreParts parts, JobExchange exchange)
{
    private readonly List<int> fast = [];
    private readonly List<int> byRules = [];
    private readonly long number = Random.Shared.NextInt64();

    public static async Task<ClaimResult> RunAsync(StoreParts parts, JobExchange exchange, CancellationToken cancellationToken)
    {
        var work = new ExchangeWork(parts, exchange);
        work.Sort();
        await work.CommitByRulesAsync(cancellationToken).ConfigureAwait(false);
        if (exchange.Claims.IsEmpty)
        {
            if (work.fast.Count > 0)
                await parts.Calls.RunAsync((connection, _) => work.SendAsync(connection, null), cancellationToken).ConfigureAwait(false);
            await work.CommitByRulesAsync(CancellationToken.None).ConfigureAwait(false);
            return new ClaimResult(0, false, null, Instants.Of(await work.NowAsync(cancellationToken).ConfigureAwait(false)));
        }

        return await work.ClaimAsync(cancellationToken).ConfigureAwait(false);
    }

    private ReadOnlySpan<JobCommit> Commits => exchange.Commits.Span;

    // A claim without room asks for the time; commits without a claim do not.
    private Task<long> NowAsync(CancellationToken cancellationToken) =>
        exchange.Commits.Length > 0 ? Task.FromResult(0L) : parts.Calls.RunAsync(
            async (connection, _) =>
            {
                await using var command = new NpgsqlCommand($"SELECT {Sql.Now(1)}", connection) { Parameters = { Sql.Bigint(parts.Time) } };
                return (long)(await command.ExecuteScalarAsync().ConfigureAwait(false))!;
            },
            cancellationToken);

    // A job with more than one commit goes by the rules, in order.
    private void Sort()
    {
        var commits = Commits;
        var seen = new Dictionary<string, int>(commits.Length, StringComparer.Ordinal);
        foreach (ref readonly var commit in commits)
            CollectionsMarshal.GetValueRefOrAddDefault(seen, commit.JobId, out _)++;
        for (var index = 0; index < commits.Length; index++)
            (parts.Options.UsesFastStatements && seen[commits[index].JobId] == 1 && FastCommit.Takes(commits[index]) ? fast : byRules).Add(index);
    }

    private async ValueTask CommitByRulesAsync(CancellationToken cancellationToken)
    {
        if (byRules.Count == 0)
            return;

        var stored = await CommitWork.RunAsync(parts, [.. byRules.Select(index => Commits[index])], cancellationToken).ConfigureAwait(false);
        for (var index = 0; index < stored.Length; index++)
            exchange.Results.Span[byRules[index]] = stored[index];
        byRules.Clear();
    }

    private async Task<ClaimResult> ClaimAsync(CancellationToken cancellationToken)
    {
        var look = parts.Due.Begin();
        try
        {
            var found = await parts.Calls.RunAsync((connection, attempt) => attempt == 1 ? SendAsync(connection, exchange.Request) : SendAgainAsync(connection), cancellationToken).ConfigureAwait(false);
            var isLate = byRules.Count > 0;
            await CommitByRulesAsync(CancellationToken.None).ConfigureAwait(false);
            if (isLate || found.NewestLane != parts.Lanes.Newest || found.MissesSkipped)
                found = await LookAgainAsync(found).ConfigureAwait(false);
            var claimed = await FillAsync(found).ConfigureAwait(false);
            long? next = claimed.NextDue == long.MaxValue ? null : Math.Max(claimed.NextDue, 0);
            parts.Due.End(look, next);
            return new ClaimResult(claimed.Count, claimed.MoreDue, Instants.Of(next), Instants.Of(found.Now));
        }
        catch
        {
            parts.Due.Fail(look);
            parts.Place.StartOver();
            throw;
        }
    }

    // What the statement has not stored, because it did not fit or had been stored before, goes by the rules afterwards.
    private async Task<FoundDue> SendAsync(NpgsqlConnection connection, ClaimRequest? request)
    {
        var wantsJobs = fast.Exists(index => Commits[index].WantsJob);
        var start = request is null ? null : parts.Place.Next(request.Handlers);
        await using var batch = new NpgsqlBatch(connection);
        if (fast.Count > 0)
            batch.BatchCommands.Add(FastCommit.Command(parts, exchange.Commits, fast, wantsJobs));
        if (request is not null)
            batch.BatchCommands.Add(FastClaim.Command(parts, request, start!, exchange.Claims.Length, number));

        FoundDue found = new();
        Dictionary<(long, long), FastResult> stored = [];
        var began = TimeProvider.System.GetTimestamp();
        await using (var row = await batch.ExecuteReaderAsync().ConfigureAwait(false))
        {
            if (fast.Count > 0)
            {
                stored = await FastCommit.ReadAsync(row, parts, exchange.Commits, fast, wantsJobs).ConfigureAwait(false);
                await row.NextResultAsync().ConfigureAwait(false);
            }

            if (request is not null)
                found = await FastClaim.ReadAsync(row, parts).ConfigureAwait(false);
        }

        Settle(stored);
        if (request is not null)
            LearnPlace(start!, found, TimeProvider.System.GetElapsedTime(began));
        return found;
    }

    private void LearnPlace(ClaimStart start, FoundDue found, TimeSpan elapsed)
    {
        parts.Place.Learn(start, found, elapsed);
        found.MissesSkipped = start.Skips && !found.Jobs.Exists(job => job.Claimed is not null);
    }

    // The answer of an earlier attempt was lost. If that had been stored, its claims are ours already, and would otherwise wait for the end of their leases.
    private async Task<FoundDue> SendAgainAsync(NpgsqlConnection connection)
    {
        if (await OpenedBeforeAsync(connection, number).ConfigureAwait(false) is not { } before)
            return await SendAsync(connection, exchange.Request).ConfigureAwait(false);

        if (fast.Count > 0)
            await SendAsync(connection, null).ConfigureAwait(false);
        return before;
    }

    private async Task<FoundDue?> OpenedBeforeAsync(NpgsqlConnection connection, long number)
    {
        var found = await LookAsync(connection, FastClaim.OpenedBefore(parts, parts.Place.Next(exchange.Request.Handlers), number)).ConfigureAwait(false);
        (found.NewestLane, found.IsPartial) = (parts.Lanes.Newest, true);
        return found.Jobs.Count == 0 ? null : found;
    }

    private async Task<FoundDue> LookAsync(NpgsqlConnection connection, NpgsqlBatchCommand look)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { look } };
        await using var row = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        return await FastClaim.ReadAsync(row, parts).ConfigureAwait(false);
    }

    // Another node has made a lane, in which this node may be able to run what is due; or a commit has been stored after the look, or the look skipped what alone is due.
    private async Task<FoundDue> LookAgainAsync(FoundDue found)
    {
        if (found.NewestLane != parts.Lanes.Newest)
            await parts.Lanes.LoadAsync().ConfigureAwait(false);
        var room = exchange.Claims.Length - found.Jobs.Count;
        if (room == 0)
            return found;

        var more = await parts.Calls.RunAsync(
            async (connection, attempt) =>
                (attempt > 1 ? await OpenedBeforeAsync(connection, ~number).ConfigureAwait(false) : null)
                ?? await LookAsync(connection, FastClaim.Command(parts, exchange.Request, parts.Place.Next(exchange.Request.Handlers), room, ~number)).ConfigureAwait(false),
            CancellationToken.None).ConfigureAwait(false);
        // A job that was named but not claimed is named again.
        more.Jobs.InsertRange(0, found.Jobs.Where(job => !more.Jobs.Exists(other => other.Id == job.Id)));
        return more;
    }

    private void Settle(Dictionary<(long Job, long Fence), FastResult> stored)
    {
        foreach (var index in fast)
        {
            ref readonly var commit = ref Commits[index];
            var handle = (ClaimedRow)commit.Handle!;
            if (!stored.TryGetValue((handle.Id, commit.Fence), out var result))
            {
                byRules.Add(index);
                continue;
            }

            exchange.Results.Span[index] = new CommitResult(CommitStatus.Committed, commit.WantsJob ? Snapshot(result, commit) : null, result.StateVersion);
            if (parts.Suspects.End(handle.Id, commit.Fence))
                parts.Due.Wake();
            if (result.DueAt is { } due)
                parts.Due.Note(due);
        }

        fast.Clear();
    }

    private ScheduledJob? Snapshot(FastResult stored, in JobCommit commit)
    {
        var row = stored.Row!;
        var ended = ClosedFence.Ended(row, new OpenRun { Fence = commit.Fence, Epoch = 0, Occurrence = commit.ScheduledAt.UtcTicks, ClaimedAt = 0, Node = stored.Node }, commit, 0, parts.Context.Serializer);
        var plan = parts.Plans.Find(row.Id, row.PlanVersion);
        return plan is null ? null : row.ToJob(parts.Context.StoreName, 0, plan, ended.ToRun(row.Key, parts.Context.Serializer));
    }

    private async Task<Claimed> FillAsync(FoundDue found)
    {
        var plain = found.Jobs.Where(job => job.Claimed is not null).ToList();
        var others = found.Jobs.Where(job => job.Claimed is null && !job.Fast).Select(job => job.Id).ToList();
        var (byRule, left, next) = await ClaimByRulesAsync(others, exchange.Claims.Length - plain.Count, exchange.Request.MaxStateBytes - plain.Sum(job => (long)job.Claimed!.Claim.State.Utf8.Length)).ConfigureAwait(false);
        var plans = await PlansAsync(plain).ConfigureAwait(false);
        var count = 0;
        foreach (var job in found.Jobs)
        {
            if (job.Claimed is { } claimed && PlanOf(plans, job.Id, claimed) is { } plan)
                exchange.Claims.Span[count++] = claimed.Claim with { Plan = plan };
            foreach (var claim in byRule.GetValueOrDefault(job.Id, []))
                exchange.Claims.Span[count++] = claim;
        }

        var more = found.IsPartial || found.Count > found.Jobs.Count || found.Jobs.Count >= exchange.Claims.Length || left || found.Jobs.Exists(job => job.Claimed is null && job.Fast);
        var leases = plain.Count > 0 ? found.Now + exchange.Request.Lease.Ticks : long.MaxValue;
        return new Claimed(count, more, Math.Min(Math.Min(found.NextDue ?? long.MaxValue, next), leases));
    }

    // What has been claimed already must reach its caller: a failure now leaves the others due.
    [SuppressMessage("Design", "CA1031", Justification = "The failure is logged, and met again by the next claim.")]
    private async Task<(Dictionary<long, List<JobClaim>> Claims, bool LeftDue, long NextDue)> ClaimByRulesAsync(List<long> ids, int room, long bytes)
    {
        if (ids.Count == 0)
            return ([], false, long.MaxValue);

        try
        {
            var work = new ClaimWork(parts, exchange.Request);
            var claims = await parts.Calls.RunAsync((connection, attempt) => work.RunAsync(connection, attempt, ids, room, bytes), CancellationToken.None).ConfigureAwait(false);
            return (claims, work.LeftDue, work.NextDue);
        }
        catch (Exception exception)
        {
            Log.ClaimFailed(parts.Context.Logger, parts.Context.StoreName, exception);
            return ([], true, long.MaxValue);
        }
    }

    private async Task<Dictionary<long, JobPlan>> PlansAsync(List<DueJob> plain)
    {
        var missing = plain
            .Where(job => parts.Plans.Find(job.Id, job.Claimed!.PlanVersion) is null)
            .ToDictionary(job => job.Id, job => ((ClaimedRow)job.Claimed!.Claim.Handle!).Lane);
        return missing.Count == 0 ? [] : await parts.Calls.RunAsync((connection, _) => parts.Plans.LoadAsync(connection, missing).AsTask(), CancellationToken.None).ConfigureAwait(false);
    }

    private JobPlan? PlanOf(Dictionary<long, JobPlan> loaded, long id, ClaimedJob claimed) =>
        loaded.GetValueOrDefault(id) ?? parts.Plans.Find(id, claimed.PlanVersion);

    private readonly record struct Claimed(int Count, bool MoreDue, long NextDue);
}
