using StatefulScheduler.Stores;

namespace StatefulScheduler.Tests.Stores.Mutants;

// Asks for each node under another name every time, so that no node is known to hold a suspect already.
internal sealed class AllSuspectsAtOnce : MutantStore
{
    private int claims;

    public override async ValueTask<ClaimResult> ClaimDueAsync(ClaimRequest request, Memory<JobClaim> claims, CancellationToken cancellationToken)
    {
        var count = 0;
        var result = default(ClaimResult);
        while (count < claims.Length)
        {
            result = await base.ClaimDueAsync(request with { Node = $"{request.Node}-{++this.claims}" }, claims[count..], cancellationToken);
            if (result.Count == 0)
                break;
            count += result.Count;
        }

        return result with { Count = count };
    }
}
