using Npgsql;
using NpgsqlTypes;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// The table job_plan: definitions and keys, of which the latest used are remembered by the version that the job's row names. Thread-safe.
internal sealed class PlanTable(JobSerializer serializer)
{
    private const string ByJob = "SELECT p.job, p.key, p.version, p.plan FROM job_plan p WHERE p.job = ANY($1)";

    private readonly PlanCache cache = new(serializer);

    public JobPlan? Find(long id, long version) => cache.Find(id, version);

    // Of a row whose definition has been loaded.
    public JobPlan Of(JobRow row) => cache.Find(row.Id, row.PlanVersion) ?? throw new InvalidOperationException($"The definition of job '{row.Key}' has not been loaded.");

    public JobPlan Read(JobRow row, string plan) => cache.Read(row, plan);

    public void Put(long id, long version, JobPlan plan) => cache.Put(id, version, plan);

    // After a transaction was rolled back that had written definitions.
    public void Forget() => cache.Clear();

    // After work on a transaction that may be rolled back. Until now its lock on the job kept others from making the same version.
    public void Forget(long id) => cache.Remove(id);

    // On the connection whose transaction holds the rows: what it reads is what they name.
    public async ValueTask LoadAsync(NpgsqlConnection connection, IReadOnlyCollection<JobRow> rows)
    {
        var missing = rows.Where(row => cache.Find(row.Id, row.PlanVersion) is null).ToDictionary(row => row.Id);
        if (missing.Count == 0)
            return;

        await using var command = new NpgsqlCommand(ByJob, connection) { Parameters = { Sql.Array([.. missing.Keys], NpgsqlDbType.Bigint) } };
        await using var plan = await command.ExecuteReaderAsync().ConfigureAwait(false);
        while (await plan.ReadAsync().ConfigureAwait(false))
            cache.Read(missing[plan.GetInt64(0)], plan.GetString(3));
    }

    // Of jobs that were claimed without their keys. A definition may be newer than the claim, never older; that of a removed job is missing.
    public async ValueTask<Dictionary<long, JobPlan>> LoadAsync(NpgsqlConnection connection, IReadOnlyDictionary<long, Lane> claimed)
    {
        var found = new Dictionary<long, JobPlan>();
        if (claimed.Count == 0)
            return found;

        await using var command = new NpgsqlCommand(ByJob, connection) { Parameters = { Sql.Array([.. claimed.Keys], NpgsqlDbType.Bigint) } };
        await using var plan = await command.ExecuteReaderAsync().ConfigureAwait(false);
        while (await plan.ReadAsync().ConfigureAwait(false))
        {
            var id = plan.GetInt64(0);
            found[id] = cache.Read(id, plan.GetInt64(2), claimed[id], plan.GetString(1), plan.GetString(3));
        }

        return found;
    }
}
