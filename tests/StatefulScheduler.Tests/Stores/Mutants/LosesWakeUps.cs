using StatefulScheduler.Stores;

namespace StatefulScheduler.Tests.Stores.Mutants;

// Tells a node of what it did itself; what the other did it finds out when it happens to look.
internal sealed class LosesWakeUps : MutantStore
{
    private static readonly AsyncLocal<LosesWakeUps?> Acting = new();

    public LosesWakeUps()
        : this(null)
    {
    }

    private LosesWakeUps(LosesWakeUps? first)
        : base(first) => Sound.DueEarlier += () =>
        {
            if (Acting.Value == this)
                DueEarlier?.Invoke();
        };

    public override event Action? DueEarlier;

    public override MutantStore Another() => new LosesWakeUps(this);

    public override async ValueTask AddAsync(ReadOnlyMemory<JobAddition> jobs, Memory<AddResult> results, CancellationToken cancellationToken)
    {
        Acting.Value = this;
        await base.AddAsync(jobs, results, cancellationToken);
    }

    public override async ValueTask CommitAsync(ReadOnlyMemory<JobCommit> commits, Memory<CommitResult> results, CancellationToken cancellationToken)
    {
        Acting.Value = this;
        await base.CommitAsync(commits, results, cancellationToken);
    }

    public override async ValueTask RenewAsync(ReadOnlyMemory<RunLease> leases, TimeSpan duration, Memory<bool> results, CancellationToken cancellationToken)
    {
        Acting.Value = this;
        await base.RenewAsync(leases, duration, results, cancellationToken);
    }
}
