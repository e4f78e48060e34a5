using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Benchmarks.Micro;

// What the store costs of a firing: commit a batch and claim the next, in one exchange, 1,000 jobs of which all are always due.
[SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls CleanUp.")]
public class ExchangeBenchmarks
{
    private const int Jobs = 1000;
    private const int Batch = 64;
    private static readonly ClaimRequest Request = new("node", new HandlerSet(new Dictionary<string, int> { ["tick"] = 1 }), TimeSpan.FromSeconds(30));
    private IJobStore store = null!;
    private readonly JobClaim[] claims = new JobClaim[Batch];
    private readonly JobCommit[] commits = new JobCommit[Batch];
    private readonly CommitResult[] results = new CommitResult[Batch];
    private readonly JobExchange exchange = new() { Request = Request };
    private int claimed;

    [GlobalCleanup]
    public ValueTask CleanUp() => store.DisposeAsync();

    [GlobalSetup]
    public async Task SetUp()
    {
        store = new InMemoryJobStore(new InMemoryStoreOptions());
        var json = new JobJson([]);
        await store.InitializeAsync(
            new() { StoreName = "default", Node = "node", Time = TimeProvider.System, Serializer = new JobSerializer(json, new TriggerJsonConverter()), Logger = NullLogger.Instance },
            CancellationToken.None);
        var now = DateTimeOffset.UtcNow;
        for (var i = 0; i < Jobs; i++)
        {
            var plan = new JobPlan { Id = $"job-{i}", Handler = "tick", Trigger = Trigger.Never, AddedAt = now, AnchoredAt = now };
            await store.AddAsync(new[] { new JobAddition { Plan = plan, State = JobState.Empty, NextFireAt = now.AddHours(-1) } }, new AddResult[1], CancellationToken.None);
        }
    }

    [Benchmark(OperationsPerInvoke = Batch, Description = "exchange of the in-memory store, per firing")]
    public int Exchange()
    {
        for (var i = 0; i < claimed; i++)
        {
            ref var commit = ref commits[i];
            ref readonly var claim = ref claims[i];
            commit = new()
            {
                JobId = claim.Plan.Id,
                Handle = claim.Handle,
                Fence = claim.Fence,
                EndsRun = true,
                Version = claim.Version,
                MovesSchedule = true,
                NextFireAt = claim.ScheduledAt.AddTicks(1),
                PreviousFireAt = claim.ScheduledAt,
                At = claim.ScheduledAt,
                Outcome = RunOutcome.Succeeded,
            };
        }

        exchange.Commits = commits.AsMemory(0, claimed);
        exchange.Results = results.AsMemory(0, claimed);
        exchange.Claims = claims;
#pragma warning disable CA2012 // The in-memory store answers at once.
        return claimed = store.ExchangeAsync(exchange, CancellationToken.None).Result.Count;
#pragma warning restore CA2012
    }
}
