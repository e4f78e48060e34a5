using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Sqlite.Tests;

// An open store on a real file, with the verbs in the form that tests want.
internal sealed class TestStore : IAsyncDisposable
{
    private static readonly JobSerializer Serializer = new(JobJson.Default, new TriggerJsonConverter());

    private readonly TempFolder? folder;

    private TestStore(SqliteJobStore store, TestTime time, string file, TempFolder? folder)
    {
        Store = store;
        Time = time;
        File = file;
        this.folder = folder;
    }

    public SqliteJobStore Store { get; }

    public TestTime Time { get; }

    public string File { get; }

    public static HandlerSet Handlers(params (string Name, int Schema)[] handlers) => new(handlers.ToDictionary(handler => handler.Name, handler => handler.Schema));

    public static async Task<TestStore> OpenAsync(string? file = null, Action<SqliteStoreOptions>? configure = null, TestTime? time = null, ILogger? logger = null, string node = "a")
    {
        var folder = file is null ? new TempFolder() : null;
        file ??= folder!.File();
        time ??= new TestTime();
        var options = new SqliteStoreOptions { OwnerWait = TimeSpan.Zero };
        configure?.Invoke(options);
        var store = new SqliteJobStore(file, options);
        await store.InitializeAsync(Context(time, logger, node), TestContext.Current.CancellationToken);
        return new TestStore(store, time, file, folder);
    }

    public static JobStoreContext Context(TimeProvider time, ILogger? logger = null, string node = "a") => new()
    {
        StoreName = "default",
        Node = node,
        Time = time,
        Serializer = Serializer,
        Logger = logger ?? NullLogger.Instance,
    };

    public JobAddition Job(string id, TimeSpan? dueIn = null, string handler = "h", string state = """{"n":0}""", Func<JobPlan, JobPlan>? plan = null)
    {
        var made = new JobPlan { Id = id, Handler = handler, Trigger = Trigger.Never, AddedAt = Time.Now, AnchoredAt = Time.Now };
        return new JobAddition { Plan = plan?.Invoke(made) ?? made, State = JobState.Parse(state), NextFireAt = Time.Now + (dueIn ?? TimeSpan.Zero) };
    }

    public async Task<AddResult[]> AddAsync(params JobAddition[] jobs)
    {
        var results = new AddResult[jobs.Length];
        await Store.AddAsync(jobs, results, TestContext.Current.CancellationToken);
        return results;
    }

    public async Task<ScheduledJob> AddAsync(string id, TimeSpan? dueIn = null, Func<JobPlan, JobPlan>? plan = null, string state = """{"n":0}""") =>
        (await AddAsync(Job(id, dueIn, plan: plan, state: state)))[0].Job;

    public async Task<(ClaimResult Result, JobClaim[] Claims)> ClaimAllAsync(int room = 10, HandlerSet? handlers = null, long? bytes = null)
    {
        var claims = new JobClaim[room];
        var request = new ClaimRequest("a", handlers ?? Handlers(("h", 1)), TimeSpan.FromSeconds(30));
        if (bytes is { } most)
            request = request with { MaxStateBytes = most };
        var result = await Store.ClaimDueAsync(request, claims, TestContext.Current.CancellationToken);
        return (result, claims[..result.Count]);
    }

    public async Task<JobClaim> ClaimAsync() => Assert.Single((await ClaimAllAsync()).Claims);

    public async Task<CommitResult[]> CommitAsync(params JobCommit[] commits)
    {
        var results = new CommitResult[commits.Length];
        await Store.CommitAsync(commits, results, TestContext.Current.CancellationToken);
        return results;
    }

    public async Task<CommitResult> CommitOneAsync(JobCommit commit) => (await CommitAsync(commit))[0];

    // The end of a run whose next fire is a minute later.
    public JobCommit End(JobClaim claim, RunOutcome outcome = RunOutcome.Succeeded, string? state = null) => new()
    {
        JobId = claim.Plan.Id,
        Handle = claim.Handle,
        Fence = claim.Fence,
        EndsRun = true,
        Outcome = outcome,
        MovesSchedule = outcome != RunOutcome.Pending,
        NextFireAt = claim.ScheduledAt + TimeSpan.FromMinutes(1),
        PreviousFireAt = claim.ScheduledAt,
        StateVersion = claim.StateVersion,
        State = state is null ? null : JobState.Parse(state),
        StateSchema = 1,
        Kind = StateChangeKind.RunSucceeded,
        ScheduledAt = claim.ScheduledAt,
        StartedAt = Time.Now,
        Attempt = claim.Attempt,
        At = Time.Now,
        WantsJob = true,
    };

    // A command that writes a state.
    public JobCommit Modify(ScheduledJob job, string state, StateChangeKind kind = StateChangeKind.Modified, string? actor = null) => new()
    {
        JobId = job.Id,
        Version = job.Version,
        StateVersion = job.StateVersion,
        State = JobState.Parse(state),
        StateSchema = 1,
        Kind = kind,
        RaisesVersion = true,
        At = Time.Now,
        WantsJob = true,
        Details = actor is null ? null : new JobCommitDetails { Actor = actor },
    };

    public async Task<ScheduledJob> GetAsync(string id) =>
        await Store.GetAsync(id, TestContext.Current.CancellationToken) ?? throw new InvalidOperationException($"no job '{id}'");

    public async Task<string[]> IdsAsync(JobQuery query) =>
        [.. (await Store.QueryAsync(query, TestContext.Current.CancellationToken)).Items.Select(job => job.Id)];

    public async Task<StateVersion[]> HistoryAsync(string id) =>
        [.. (await Store.GetStateHistoryAsync(id, null, 1000, TestContext.Current.CancellationToken)).Items];

    public async Task<JobRun[]> RunsAsync(string id) => [.. (await Store.GetRunsAsync(id, null, 1000, TestContext.Current.CancellationToken)).Items];

    // On the writer's thread, in a transaction.
    public Task DoAsync(Action<StoreWriter> call) => Store.Open.WriteAsync(new CallRequest(call), TestContext.Current.CancellationToken);

    public Task SqlAsync(string sql) => DoAsync(writer =>
    {
        using var statement = new Statement(writer.Connection, sql);
        statement.Start().Run();
    });

    // As after a crash of the process: the same file under a new owner, the leases of the old one left open.
    public async Task<TestStore> ReopenAsync()
    {
        await Store.DisposeAsync();
        var reopened = await OpenAsync(File, time: Time, node: "b");
        return new TestStore(reopened.Store, Time, File, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        folder?.Dispose();
    }
}
