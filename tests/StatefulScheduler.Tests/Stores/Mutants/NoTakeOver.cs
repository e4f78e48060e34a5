using StatefulScheduler.Stores;

namespace StatefulScheduler.Tests.Stores.Mutants;

// A dead node holds its jobs for ever.
internal sealed class NoTakeOver : MutantStore
{
    public override ValueTask<ClaimResult> ClaimDueAsync(ClaimRequest request, Memory<JobClaim> claims, CancellationToken cancellationToken) =>
        base.ClaimDueAsync(request with { Lease = TimeSpan.FromDays(36_500) }, claims, cancellationToken);
}
