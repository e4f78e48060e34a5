using Microsoft.Extensions.Logging.Abstractions;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// An open store, its clock, and the store's verbs for one job at a time.
internal sealed class TestedStore : IAsyncDisposable
{
    private readonly CancellationToken cancellation;
    private readonly string node;

    private TestedStore(IJobStore store, string node, ManualTime time, CancellationToken cancellation) =>
        (Store, this.node, Time, this.cancellation) = (store, node, time, cancellation);

    public static JobSerializer Serializer { get; } = new(new JobJson([]), new TriggerJsonConverter());

    public IJobStore Store { get; }

    public ManualTime Time { get; }

    public DateTimeOffset Now => Time.Now;

    public CancellationToken Cancellation => cancellation;

    // Optional: a store without a past has nothing to show.
    public IJobArchive? Archive => Store as IJobArchive;

    public ClaimRequest Request => Some.Request(node);

    public static async Task<TestedStore> OpenAsync(Func<TimeProvider, CancellationToken, ValueTask<IJobStore>> newStore, ManualTime time, CancellationToken cancellationToken) =>
        await OpenAsync(await newStore(time, cancellationToken).ConfigureAwait(false), "node-1", time, cancellationToken).ConfigureAwait(false);

    // Another node on the storage of this one: mostly an object of its own.
    public async Task<TestedStore> OpenNodeAsync(Func<IJobStore, TimeProvider, CancellationToken, ValueTask<IJobStore>> newNode, string name)
    {
        var other = await newNode(Store, Time, cancellation).ConfigureAwait(false);
        return ReferenceEquals(other, Store) ? new TestedStore(other, name, Time, cancellation) : await OpenAsync(other, name, Time, cancellation).ConfigureAwait(false);
    }

    // The same node before another store, which is open.
    public TestedStore Over(IJobStore other) => new(other, node, Time, cancellation);

    private static async Task<TestedStore> OpenAsync(IJobStore store, string node, ManualTime time, CancellationToken cancellationToken)
    {
        try
        {
            var context = new JobStoreContext { StoreName = "tested", Node = node, Time = time, Serializer = Serializer, Logger = NullLogger.Instance };
            await store.InitializeAsync(context, cancellationToken).ConfigureAwait(false);
            return new TestedStore(store, node, time, cancellationToken);
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public void Advance(TimeSpan by) => Time.Advance(by);

    public JobAddition Job(string id, DateTimeOffset? next) => new() { Plan = Some.Plan(id, Now), State = Some.State(0), NextFireAt = next };

    // A job that is due now.
    public Task<ScheduledJob> AddAsync(string id) => AddAsync(Job(id, Now));

    public async Task<ScheduledJob> AddAsync(JobAddition job)
    {
        var results = new AddResult[1];
        await Store.AddAsync(new[] { job }, results, cancellation).ConfigureAwait(false);
        Expect.That(results[0].Added, $"adding '{job.Plan.Id}'", "that it is added", "its id is taken");
        return results[0].Job;
    }

    public async Task<AddResult[]> AddAllAsync(params JobAddition[] jobs)
    {
        var results = new AddResult[jobs.Length];
        await Store.AddAsync(jobs, results, cancellation).ConfigureAwait(false);
        return results;
    }

    public async Task<ScheduledJob> GetAsync(string id) => Expect.Found(await FindAsync(id).ConfigureAwait(false), $"the job '{id}'");

    public async Task<ScheduledJob?> FindAsync(string id) => await Store.GetAsync(id, cancellation).ConfigureAwait(false);

    public async Task<string> PortraitAsync(string id) => Portrait.Of(await FindAsync(id).ConfigureAwait(false));

    public Task<Claimed> ClaimAsync(int room = 64) => ClaimAsync(Request, room);

    public async Task<Claimed> ClaimAsync(ClaimRequest request, int room = 64)
    {
        var buffer = new JobClaim[room];
        var result = await Store.ClaimDueAsync(request, buffer, cancellation).ConfigureAwait(false);
        return new(buffer[..result.Count], result);
    }

    public async Task<JobClaim> ClaimOneAsync(string id, string when = "the claim") => await ClaimOneAsync(Request, id, when).ConfigureAwait(false);

    public async Task<JobClaim> ClaimOneAsync(ClaimRequest request, string id, string when = "the claim")
    {
        var claimed = await ClaimAsync(request).ConfigureAwait(false);
        Expect.Sequence([id], claimed.Ids, when);
        return claimed.Claims[0];
    }

    public async Task ClaimNothingAsync(string when) => await ClaimNothingAsync(Request, when).ConfigureAwait(false);

    public async Task ClaimNothingAsync(ClaimRequest request, string when)
    {
        var claimed = await ClaimAsync(request).ConfigureAwait(false);
        Expect.Sequence([], claimed.Ids, when);
    }

    public async Task<CommitResult> CommitAsync(JobCommit commit) => (await CommitAllAsync(commit).ConfigureAwait(false))[0];

    public async Task<CommitResult> CommittedAsync(JobCommit commit, string what = "the commit")
    {
        var result = await CommitAsync(commit).ConfigureAwait(false);
        Expect.Status(CommitStatus.Committed, result, what);
        return result;
    }

    public async Task<CommitResult[]> CommitAllAsync(params JobCommit[] commits)
    {
        var results = new CommitResult[commits.Length];
        await Store.CommitAsync(commits, results, cancellation).ConfigureAwait(false);
        return results;
    }

    // The commit is refused with this status, and the job is as it was.
    public async Task RefusedAsync(CommitStatus status, JobCommit commit, string what)
    {
        var before = await PortraitAsync(commit.JobId).ConfigureAwait(false);
        var result = await CommitAsync(commit).ConfigureAwait(false);
        Expect.Status(status, result, what);
        Expect.Equal(before, await PortraitAsync(commit.JobId).ConfigureAwait(false), $"the job after {what} was refused");
    }

    public async Task<bool> RenewAsync(JobClaim claim, TimeSpan duration)
    {
        var results = new bool[1];
        await Store.RenewAsync(new[] { new RunLease(claim.Plan.Id, claim.Handle, claim.Fence) }, duration, results, cancellation).ConfigureAwait(false);
        return results[0];
    }

    public Task<CommitResult> EndAsync(JobClaim claim) => CommittedAsync(Commits.End(claim, Now), $"the end of run {claim.Fence} of '{claim.Plan.Id}'");

    public Task<CommitResult> SetStatusAsync(string id, JobStatus status) =>
        CommittedAsync(Commits.Command(id, Now) with { Status = status, RaisesVersion = true }, $"'{id}' becoming {status}");

    public Task<CommitResult> AddPendingAsync(string id, PendingRun pending) =>
        CommittedAsync(Commits.Command(id, Now) with { Details = new() { Adds = pending } }, $"a pending run for '{id}'");

    public Task<CommitResult> SetStateAsync(string id, JobState state, long version, StateChangeKind kind = StateChangeKind.Modified) =>
        CommittedAsync(Commits.Command(id, Now) with { State = state, StateSchema = 1, StateVersion = version, Kind = kind, RaisesVersion = true }, $"state {version + 1} of '{id}'");

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}

// What one claim brought.
internal sealed record Claimed(JobClaim[] Claims, ClaimResult Result)
{
    public IEnumerable<string> Ids => Claims.Select(claim => claim.Plan.Id);
}
