using StatefulScheduler.Stores;

namespace StatefulScheduler.Sqlite;

// Something for the writer to do in its next transaction. The answer is given after the commit, on a thread of the pool.
// A request may be cancelled until the writer takes it up; from then on its caller's buffers are in use, and the answer is near.
internal abstract class WriteRequest
{
    private readonly TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration registration;
    private int taken;

    public Task Task => answer.Task;

    // How many jobs it is about: bounds a transaction.
    public abstract int Size { get; }

    // Whether its caller learns what is due from the answer, and need not be told.
    public virtual bool Claims => false;

    // In the transaction. Done again when the transaction had to be rolled back because of another request.
    public abstract void Execute(StoreWriter writer);

    public void CancelWith(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            registration = cancellationToken.UnsafeRegister(static (self, token) => ((WriteRequest)self!).Cancel(token), this);
    }

    public bool Take() => Interlocked.Exchange(ref taken, 1) == 0;

    public void Succeed()
    {
        registration.Unregister();
        answer.TrySetResult();
    }

    public void Fail(Exception exception)
    {
        registration.Unregister();
        answer.TrySetException(exception);
    }

    private void Cancel(CancellationToken token)
    {
        if (Take())
            answer.TrySetCanceled(token);
    }
}

internal sealed class AddRequest(ReadOnlyMemory<JobAddition> jobs, string[] plans, Memory<AddResult> results) : WriteRequest
{
    public override int Size => plans.Length;

    public override void Execute(StoreWriter writer)
    {
        for (var index = 0; index < plans.Length; index++)
            results.Span[index] = writer.Commits.Add(jobs.Span[index], plans[index]);
    }
}

internal sealed class CommitRequest(ReadOnlyMemory<JobCommit> commits, Memory<CommitResult> results) : WriteRequest
{
    public override int Size => commits.Length;

    public override void Execute(StoreWriter writer) => Execute(writer, commits.Span, results.Span);

    public static void Execute(StoreWriter writer, ReadOnlySpan<JobCommit> commits, Span<CommitResult> results)
    {
        for (var index = 0; index < commits.Length; index++)
            results[index] = writer.Commits.Commit(commits[index]);
    }
}

// Commits, if any, then a claim.
internal sealed class ExchangeRequest(ReadOnlyMemory<JobCommit> commits, Memory<CommitResult> results, ClaimRequest request, Memory<JobClaim> claims) : WriteRequest
{
    public ClaimResult Found { get; private set; }

    public override int Size => commits.Length + claims.Length;

    public override bool Claims => true;

    public override void Execute(StoreWriter writer)
    {
        CommitRequest.Execute(writer, commits.Span, results.Span);
        Found = writer.Claims.Claim(request, claims);
    }
}

internal sealed class RenewRequest(ReadOnlyMemory<RunLease> leases, TimeSpan duration, Memory<bool> results) : WriteRequest
{
    public override int Size => leases.Length;

    public override void Execute(StoreWriter writer) => writer.Claims.Renew(leases, duration).CopyTo(results);
}
