using Npgsql;
using NpgsqlTypes;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// Renews leases: plain jobs by one statement, which also moves them out of the way of what is due; the others by the rules.
internal sealed class RenewWork(StoreParts parts, ReadOnlyMemory<RunLease> leases, TimeSpan duration)
{
    private static readonly string Many = $"""
        UPDATE job j SET lease_until = {Sql.Now(3)} + $4, due_at = {Sql.Now(3)} + $4
        FROM unnest($1::bigint[], $2::bigint[]) AS i(id, fence) WHERE j.id = i.id AND j.plain AND j.open_fence = i.fence RETURNING j.id, i.fence, j.ctid::text
        """;

    private readonly bool[] results = new bool[leases.Length];

    public static Task<bool[]> RunAsync(StoreParts parts, ReadOnlyMemory<RunLease> leases, TimeSpan duration, CancellationToken cancellationToken)
    {
        var work = new RenewWork(parts, leases, duration);
        return parts.Calls.RunAsync((connection, _) => work.TryAsync(connection), cancellationToken);
    }

    private async Task<bool[]> TryAsync(NpgsqlConnection connection)
    {
        Array.Clear(results);
        if (parts.Options.UsesFastStatements)
            await RenewManyAsync(connection).ConfigureAwait(false);
        if (Array.Exists(results, renewed => !renewed))
            await RenewByRulesAsync(connection).ConfigureAwait(false);
        for (var index = 0; index < results.Length; index++)
        {
            if (results[index] && leases.Span[index] is { Handle: RowHandle handle, Fence: var fence } && parts.Suspects.End(handle.Id, fence))
                parts.Due.Wake();
        }

        return results;
    }

    private async ValueTask RenewManyAsync(NpgsqlConnection connection)
    {
        var (ids, fences) = (new long[leases.Length], new long[leases.Length]);
        var indexes = new Dictionary<(long, long), int>();
        for (var index = 0; index < ids.Length; index++)
        {
            (ids[index], fences[index]) = (leases.Span[index].Handle is RowHandle handle ? handle.Id : 0, leases.Span[index].Fence);
            indexes[(ids[index], fences[index])] = index;
        }

        await using var command = new NpgsqlCommand(Many, connection)
        {
            Parameters = { Sql.Array(ids, NpgsqlDbType.Bigint), Sql.Array(fences, NpgsqlDbType.Bigint), Sql.Bigint(parts.Time), Sql.Bigint(Length(duration)) },
        };
        await using var row = await command.ExecuteReaderAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            var index = indexes[(row.GetInt64(0), row.GetInt64(1))];
            results[index] = true;
            if (leases.Span[index].Handle is ClaimedRow claimed)
                claimed.Place = row.GetString(2);
        }
    }

    private async ValueTask RenewByRulesAsync(NpgsqlConnection connection)
    {
        var left = Enumerable.Range(0, results.Length).Where(index => !results[index]).Select(index => (Index: index, Lease: leases.Span[index])).ToList();
        var rows = new RowTransaction(parts, connection, ownsTransaction: true);
        await rows.LoadAsync(new RowChoice(
            [.. left.Select(one => one.Lease.Handle).OfType<RowHandle>().Select(handle => handle.Id)],
            [.. left.Where(one => one.Lease.Handle is not RowHandle).Select(one => one.Lease.JobId)])).ConfigureAwait(false);
        var rules = new RowClaims(rows);
        foreach (var (index, lease) in left)
        {
            if (rows.Find(lease.Handle, lease.JobId) is not { } row || !rules.Renew(row, lease.Fence, duration))
                continue;
            rows.Save(row);
            results[index] = true;
        }

        await rows.FinishAsync(null).ConfigureAwait(false);
    }

    // As OpenRun.Renew: ten years at most.
    private static long Length(TimeSpan duration) => Math.Min(duration.Ticks, TimeSpan.FromDays(3650).Ticks);
}
