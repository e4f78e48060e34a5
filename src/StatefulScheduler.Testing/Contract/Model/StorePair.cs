using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// The reference and the store under test: each command goes to both, and their answers are compared.
internal sealed class StorePair(TestedStore reference, TestedStore store)
{
    private const int Remembered = 12;

    public Queue<string> LastCommands { get; } = new();

    public async Task AddAsync(JobAddition[] jobs)
    {
        Note($"add {string.Join(", ", jobs.Select(job => $"{job.Plan.Id} {job.Status} {job.NextFireAt:T} slots {job.Plan.RunSlots}"))}");
        Same(Show(await reference.AddAllAsync(jobs)), Show(await store.AddAllAsync(jobs)), "the answers to the additions");

        static string Show(AddResult[] results) => string.Join('\n', results.Select(result => $"{result.Added}\n{Portrait.Of(result.Job)}"));
    }

    // The order among jobs that are overdue is compared by the contract's checks; here, which ones.
    public async Task<List<ClaimPair>> ClaimAsync(ClaimRequest request, bool comparesNextDue)
    {
        Note($"claim by {request.Node} at {reference.Now:T}");
        var (left, right) = (await reference.ClaimAsync(request), await store.ClaimAsync(request));
        var (mine, theirs) = (Sorted(left), Sorted(right));
        Same(string.Join('\n', mine.Select(claim => Portrait.Of(claim))), string.Join('\n', theirs.Select(claim => Portrait.Of(claim))), "the claims");
        Same(Show(left.Result), Show(right.Result), "the answer to the claim");
        return [.. mine.Zip(theirs, (a, b) => new ClaimPair(a, b) { LeaseUntil = left.Result.Now + request.Lease })];

        static IEnumerable<JobClaim> Sorted(Claimed claimed) => claimed.Claims.OrderBy(claim => claim.Plan.Id, StringComparer.Ordinal).ThenBy(claim => claim.RunId, StringComparer.Ordinal);
        string Show(ClaimResult result) => $"more due: {result.MoreDue}, now {result.Now:O}, next {(comparesNextDue ? $"{result.NextDue:O}" : "-")}";
    }

    public async Task<CommitStatus[]> CommitAsync(params CommitPair[] commits)
    {
        Note(string.Join(", ", commits.Select(commit => commit.What)));
        var left = await reference.CommitAllAsync([.. commits.Select(commit => commit.Reference)]);
        var right = await store.CommitAllAsync([.. commits.Select(commit => commit.Store)]);
        Same(Show(left), Show(right), $"the answers to {LastCommands.Last()}");
        return [.. left.Select(result => result.Status)];

        static string Show(CommitResult[] results) => string.Join('\n', results.Select(result => $"{result.Status} state version {result.StateVersion}\n{Portrait.Of(result.Job)}"));
    }

    public async Task<bool> RenewAsync(ClaimPair claim, TimeSpan duration)
    {
        Note($"renew {claim.Reference.Plan.Id} fence {claim.Reference.Fence} for {duration}");
        var (left, right) = (await reference.RenewAsync(claim.Reference, duration), await store.RenewAsync(claim.Store, duration));
        Same($"{left}", $"{right}", "whether the lease was renewed");
        if (left)
            claim.LeaseUntil = reference.Now + duration;
        return left;
    }

    public async Task<ScheduledJob?> SameJobAsync(string id)
    {
        var job = await reference.FindAsync(id);
        Same(Portrait.Of(job), await store.PortraitAsync(id), $"the job '{id}'");
        return job;
    }

    public async Task SameQueryAsync(JobQuery query)
    {
        var (left, right) = (await reference.Store.QueryAsync(query, reference.Cancellation), await store.Store.QueryAsync(query, store.Cancellation));
        Same(Show(left), Show(right), $"the answer to {query}");
        Same($"{await reference.Store.CountAsync(query, reference.Cancellation)}", $"{await store.Store.CountAsync(query, store.Cancellation)}", $"the count of {query}");

        static string Show(JobPage<ScheduledJob> page) => $"{string.Concat(page.Items.Select(Portrait.Of))}more: {page.Next is not null}";
    }

    public async Task SameHistoryAsync(string id)
    {
        if (store.Archive is not { } archive)
            return;
        var left = await reference.Archive!.GetStateHistoryAsync(id, null, 1000, reference.Cancellation);
        var right = await archive.GetStateHistoryAsync(id, null, 1000, store.Cancellation);
        Same(string.Join('\n', left.Items.Select(Portrait.Of)), string.Join('\n', right.Items.Select(Portrait.Of)), $"the state history of '{id}'");
    }

    public void Note(string command)
    {
        LastCommands.Enqueue(command);
        if (LastCommands.Count > Remembered)
            LastCommands.Dequeue();
    }

    private static void Same(string expected, string found, string what) => Expect.Equal(expected, found, what);
}

// One claim as both stores gave it: alike but for the handle.
internal sealed class ClaimPair(JobClaim reference, JobClaim store)
{
    public JobClaim Reference => reference;

    public JobClaim Store => store;

    public DateTimeOffset LeaseUntil { get; set; }

    public ClaimPair Advanced() => new(reference with { Advanced = true }, store with { Advanced = true }) { LeaseUntil = LeaseUntil };
}

// One commit as both stores are sent it: alike but for the handle.
internal sealed record CommitPair(string What, JobCommit Reference, JobCommit Store)
{
    public CommitPair(string what, JobCommit command)
        : this(what, command, command)
    {
    }

    public CommitPair(string what, ClaimPair claim, JobCommit commit)
        : this($"{what} of {claim.Reference.Plan.Id} fence {commit.Fence}", commit with { Handle = claim.Reference.Handle }, commit with { Handle = claim.Store.Handle })
    {
    }
}
