using System.Collections.Concurrent;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Tests.Stores.Mutants;

// Two nodes that find the same lease ended both take it over.
internal sealed class TakesOverTwice(TakesOverTwice? first) : MutantStore(first)
{
    private readonly ConcurrentQueue<(TakesOverTwice By, JobClaim Claim)> taken = first?.taken ?? new();

    public TakesOverTwice()
        : this(null)
    {
    }

    public override MutantStore Another() => new TakesOverTwice(this);

    public override async ValueTask<ClaimResult> ClaimDueAsync(ClaimRequest request, Memory<JobClaim> claims, CancellationToken cancellationToken)
    {
        var result = await base.ClaimDueAsync(request, claims, cancellationToken);
        foreach (var claim in claims.Span[..result.Count])
        {
            if (claim.TookOver != 0)
                taken.Enqueue((this, claim));
        }

        if (result.Count == claims.Length || !taken.TryPeek(out var mine) || mine.By == this || !taken.TryDequeue(out mine))
            return result;
        claims.Span[result.Count] = mine.Claim;
        return result with { Count = result.Count + 1 };
    }
}
