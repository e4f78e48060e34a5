using StatefulScheduler.Stores;

namespace StatefulScheduler.Tests.Stores.Mutants;

// Says that leases were renewed, and lets them end.
internal sealed class NoRenewal : MutantStore
{
    public override ValueTask RenewAsync(ReadOnlyMemory<RunLease> leases, TimeSpan duration, Memory<bool> results, CancellationToken cancellationToken) =>
        base.RenewAsync(leases, TimeSpan.Zero, results, cancellationToken);
}
