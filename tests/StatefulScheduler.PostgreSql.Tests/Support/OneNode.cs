using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StatefulScheduler.Stores;

namespace StatefulScheduler.PostgreSql.Tests;

// A store as one node has it, and how often it has been woken.
internal sealed class OneNode : IAsyncDisposable
{
    public static readonly JobSerializer Serializer = new(new JobJson([]), new TriggerJsonConverter());

    private int wakes;

    private OneNode(PostgreSqlJobStore store, TimeProvider time)
    {
        Store = store;
        Time = time;
        store.DueEarlier += () => Interlocked.Increment(ref wakes);
    }

    public PostgreSqlJobStore Store { get; }

    public TimeProvider Time { get; }

    public int Wakes => Volatile.Read(ref wakes);

    public Listener Listener => Store.Open.Listener!;

    public Poller Poller => Store.Open.Poller!;

    public Maintenance Maintenance => Store.Open.Maintenance;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // Left out: a node in real time that hardly ever looks by itself.
    public static async Task<OneNode> OpenAsync(string address, PostgreSqlStoreOptions? options = null, TimeProvider? time = null, ILogger? logger = null)
    {
        options ??= new() { PollInterval = TimeSpan.FromHours(1), PollIntervalWithoutNotifications = TimeSpan.FromHours(1) };
        time ??= TimeProvider.System;
        var store = new PostgreSqlJobStore(address, options);
        var node = new OneNode(store, time);
        try
        {
            await store.InitializeAsync(
                new JobStoreContext { StoreName = "default", Node = "node-1", Time = time, Serializer = Serializer, Logger = logger ?? NullLogger.Instance },
                Ct);
            return node;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public async Task AddAsync(string id, DateTimeOffset due) => await AddAsync([Job(id, due)]);

    public async Task AddAsync(params JobAddition[] jobs) => await Store.AddAsync(jobs, new AddResult[jobs.Length], Ct);

    public static JobAddition Job(string id, DateTimeOffset due) => new()
    {
        Plan = new JobPlan { Id = id, Handler = "import", Trigger = Trigger.Every(TimeSpan.FromHours(1)), AddedAt = due, AnchoredAt = due },
        State = JobState.Parse("""{"n":0}"""),
        NextFireAt = due,
    };

    // Every job that is due runs once, ends now, and is due again after an interval.
    public async Task RunDueAsync(TimeSpan again)
    {
        var claims = new JobClaim[100];
        var request = new ClaimRequest("node-1", new HandlerSet(new Dictionary<string, int> { ["import"] = 1 }), TimeSpan.FromMinutes(1));
        var found = await Store.ClaimDueAsync(request, claims, Ct);
        var ends = claims.Take(found.Count).Select(claim => End(claim, Time.GetUtcNow(), again)).ToArray();
        var results = new CommitResult[ends.Length];
        await Store.CommitAsync(ends, results, Ct);
        Assert.All(results, result => Assert.Equal(CommitStatus.Committed, result.Status));
    }

    public async Task<ScheduledJob?> FindAsync(string id) => await Store.GetAsync(id, Ct);

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private static JobCommit End(JobClaim claim, DateTimeOffset now, TimeSpan again) => new()
    {
        JobId = claim.Plan.Id,
        Handle = claim.Handle,
        Fence = claim.Fence,
        EndsRun = true,
        Outcome = RunOutcome.Succeeded,
        Kind = StateChangeKind.RunSucceeded,
        MovesSchedule = true,
        NextFireAt = now + again,
        PreviousFireAt = claim.ScheduledAt,
        ScheduledAt = claim.ScheduledAt,
        StartedAt = now,
        Attempt = claim.Attempt,
        At = now,
    };
}
