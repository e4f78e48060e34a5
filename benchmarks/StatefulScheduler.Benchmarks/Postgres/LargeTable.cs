using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using StatefulScheduler.Benchmarks.Measuring;
using StatefulScheduler.PostgreSql;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Benchmarks.Postgres;

// Claims from a table of a million jobs, all of them due, beside claims from one of a thousand, in turns.
internal static class LargeTable
{
    private const int Large = 1_000_000;
    private const int Small = 1_000;
    private const int Added = 20_000;
    private const int AddBatch = 1_000;
    private const int Claims = 50;
    private const int Rounds = 200;
    private static readonly ClaimRequest Request = new("node", new HandlerSet(new Dictionary<string, int> { ["tick"] = 1 }), TimeSpan.FromSeconds(30));

    public static async Task RunAsync(BenchServer server, Report report)
    {
        using var small = await OurDatabase.NewAsync(server, "small");
        using var large = await OurDatabase.NewAsync(server, "large");
        await using (var few = await OpenAsync(small.Address))
        await using (var many = await OpenAsync(large.Address))
        {
            await AddAsync(few, Small);
            var added = await AddAsync(many, Added);
            report.Add(new($"jobs added, PostgreSQL, in batches of {AddBatch:N0}", added, null, "1/s", null, "none"));
            Multiply(large);
            var (inFew, inMany) = (new Latencies(Rounds), new Latencies(Rounds));
            for (var round = -20; round < Rounds; round++)
            {
                var (ofFew, ofMany) = (await ClaimAsync(few), await ClaimAsync(many));
                if (round < 0)
                    continue; // Plans are being made.
                inFew.Add(ofFew);
                inMany.Add(ofMany);
            }

            var pairs = new Pairs<Latencies>($"table of {Small:N0} jobs");
            pairs.Add(inMany, inFew);
            report.Add(pairs.Figure($"latency claim of {Claims}, PostgreSQL, table of {Large:N0} jobs, p50", "µs", Better.Lower, latencies => latencies.P50));
            report.Add(pairs.Figure($"latency claim of {Claims}, PostgreSQL, table of {Large:N0} jobs, p99", "µs", Better.Lower, latencies => latencies.P99));
        }

        await server.DropAsync(small.Address);
        await server.DropAsync(large.Address);
    }

    private static async Task<PostgreSqlJobStore> OpenAsync(string address)
    {
        var store = new PostgreSqlJobStore(address, new PostgreSqlStoreOptions());
        await store.InitializeAsync(
            new() { StoreName = "default", Node = "node", Time = TimeProvider.System, Serializer = new JobSerializer(new JobJson([]), new TriggerJsonConverter()), Logger = NullLogger.Instance },
            CancellationToken.None);
        return store;
    }

    // How many a second.
    private static async Task<double> AddAsync(PostgreSqlJobStore store, int count)
    {
        var began = Stopwatch.GetTimestamp();
        var now = DateTimeOffset.UtcNow;
        for (var first = 0; first < count; first += AddBatch)
        {
            var jobs = Enumerable.Range(first, AddBatch).Select(i => new JobAddition
            {
                Plan = new JobPlan { Id = $"job-{i}", Handler = "tick", Trigger = Trigger.Never, AddedAt = now, AnchoredAt = now },
                State = JobState.Empty,
                NextFireAt = now.AddHours(-1).AddTicks(i),
            }).ToArray();
            await store.AddAsync(jobs, new AddResult[jobs.Length], CancellationToken.None);
        }

        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    // Copies of the jobs that are there, until there are enough.
    private static void Multiply(OurDatabase database)
    {
        var columns = database.Scalar<string>("SELECT string_agg(column_name, ', ') FROM information_schema.columns WHERE table_schema = 'stateful_scheduler' AND table_name = 'job' AND column_name <> 'id'");
        database.Execute($"""
            WITH j AS (INSERT INTO job(id, {columns}) SELECT nextval('job_id'), {columns} FROM job CROSS JOIN generate_series(2, {Large / Added}) RETURNING id, plan_version)
            INSERT INTO job_plan(job, version, key, plan) SELECT j.id, j.plan_version, 'copy-' || j.id, p.plan FROM j CROSS JOIN (SELECT plan FROM job_plan LIMIT 1) AS p
            """);
        database.Execute("VACUUM ANALYZE job, job_plan");
    }

    // In microseconds. What was claimed is committed, and is due again at once, behind all others.
    private static async Task<double> ClaimAsync(PostgreSqlJobStore store)
    {
        var claims = new JobClaim[Claims];
        var began = Stopwatch.GetTimestamp();
        var claimed = await store.ClaimDueAsync(Request, claims, CancellationToken.None);
        var microseconds = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        if (claimed.Count != Claims)
            throw new InvalidOperationException($"Of {Claims} jobs that were due, {claimed.Count} were claimed.");

        var commits = Array.ConvertAll(claims, claim => new JobCommit
        {
            JobId = claim.Plan.Id,
            Handle = claim.Handle,
            Fence = claim.Fence,
            EndsRun = true,
            Version = claim.Version,
            MovesSchedule = true,
            NextFireAt = claimed.Now,
            PreviousFireAt = claim.ScheduledAt,
            At = claimed.Now,
            ScheduledAt = claim.ScheduledAt,
            Attempt = 1,
            Outcome = RunOutcome.Succeeded,
        });
        await store.CommitAsync(commits, new CommitResult[commits.Length], CancellationToken.None);
        return microseconds;
    }
}
