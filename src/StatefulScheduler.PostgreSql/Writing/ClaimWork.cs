using System.Globalization;
using Npgsql;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// Claims, by the rules, those of the due jobs that are not plain: with several run slots, pending runs, or an open run whose lease has ended.
internal sealed class ClaimWork(StoreParts parts, ClaimRequest request)
{
    private readonly Receipt receipt = new();
    private readonly Dictionary<long, List<JobClaim>> claims = [];
    private readonly List<(long Job, long Fence)> suspects = [];

    // Whether something was left due that another claim may take.
    public bool LeftDue { get; private set; }

    // When the jobs that were looked at are due next.
    public long NextDue { get; private set; } = long.MaxValue;

    // Job → its claims, in order. Room and bytes are what the plain jobs have left.
    public async Task<Dictionary<long, List<JobClaim>>> RunAsync(NpgsqlConnection connection, int attempt, IReadOnlyList<long> ids, int room, long bytes)
    {
        if (attempt > 1 && await receipt.ReadAsync(connection).ConfigureAwait(false) is { } opened)
            return await OpenedBeforeAsync(connection, opened).ConfigureAwait(false);

        Forget();
        var transaction = new RowTransaction(parts, connection, ownsTransaction: true);
        try
        {
            await transaction.LoadAsync(new RowChoice([.. ids], []) { DueOnly = true }).ConfigureAwait(false);
            var rules = new RowClaims(transaction);
            var any = false;
            foreach (var id in ids)
            {
                if (transaction.Find(id) is { } row)
                    Claim(transaction, rules, row, ref room, ref bytes, ref any);
            }

            await transaction.FinishAsync(claims.Count > 0 ? receipt.Write(Answers()) : null).ConfigureAwait(false);
            return claims;
        }
        catch
        {
            EndTurns();
            throw;
        }
    }

    // An earlier attempt has opened these runs, and its answer was lost.
    private async Task<Dictionary<long, List<JobClaim>>> OpenedBeforeAsync(NpgsqlConnection connection, string opened)
    {
        Forget();
        var runs = opened.Split(';').Select(run => run.Split(',')).Select(run => Array.ConvertAll(run, number => long.Parse(number, CultureInfo.InvariantCulture))).ToList();
        var transaction = new RowTransaction(parts, connection, ownsTransaction: true);
        await transaction.LoadAsync(new RowChoice([.. runs.Select(run => run[0]).Distinct()], [])).ConfigureAwait(false);
        var rules = new RowClaims(transaction);
        foreach (var run in runs)
        {
            if (transaction.Find(run[0]) is not { } row || row.Run(run[1]) is not { } open)
                continue;
            JobClaim claim = default;
            rules.Fill(ref claim, row, open, tookOver: run[2]);
            (claims.TryGetValue(row.Id, out var list) ? list : claims[row.Id] = []).Add(claim);
        }

        await transaction.FinishAsync(null).ConfigureAwait(false);
        return claims;
    }

    private string Answers() =>
        string.Join(';', claims.SelectMany(job => job.Value.Select(claim => string.Create(CultureInfo.InvariantCulture, $"{job.Key},{claim.Fence},{claim.TookOver}"))));

    private void Forget()
    {
        claims.Clear();
        (LeftDue, NextDue) = (false, long.MaxValue);
    }

    private void EndTurns()
    {
        foreach (var (job, fence) in suspects)
            parts.Suspects.End(job, fence);
        suspects.Clear();
    }

    private void Claim(RowTransaction transaction, RowClaims rules, JobRow row, ref int room, ref long bytes, ref bool any)
    {
        var opened = new List<JobClaim>();
        while (!LeftDue && DueRule.Of(row, 0, transaction.Clock) is { } due && due.At <= transaction.Clock.Now)
        {
            var size = row.State.Utf8.Length;
            // Once there is no room for one, those behind it must not overtake it.
            if (room == 0 || (any && size > bytes))
            {
                LeftDue = true;
                break;
            }

            if (due.Kind == DueKind.TakeOver && row.Abandoned > 0 && !BeginsTurn(row, transaction.Clock.Now))
                break;

            JobClaim claim = default;
            rules.Open(row, due, request, ref claim);
            opened.Add(claim);
            (room, bytes, any) = (room - 1, bytes - size, true);
        }

        if (opened.Count > 0)
        {
            transaction.Save(row);
            claims[row.Id] = opened;
            NextDue = Math.Min(NextDue, row.DueAt ?? long.MaxValue);
        }
    }

    private bool BeginsTurn(JobRow row, long now)
    {
        if (!parts.Suspects.TryBegin(request.Node, row.Id, row.Fence + 1, now, now + request.Lease.Ticks))
            return false;
        suspects.Add((row.Id, row.Fence + 1));
        return true;
    }
}
