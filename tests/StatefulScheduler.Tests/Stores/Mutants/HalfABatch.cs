using StatefulScheduler.Stores;

namespace StatefulScheduler.Tests.Stores.Mutants;

// One bad item spoils those behind it.
internal sealed class HalfABatch : MutantStore
{
    public override ValueTask CommitAsync(ReadOnlyMemory<JobCommit> commits, Memory<CommitResult> results, CancellationToken cancellationToken)
    {
        var spoilt = false;
        for (var index = 0; index < commits.Length; index++)
        {
            results.Span[index] = spoilt ? new(CommitStatus.StaleRun, null, 0) : CommitSoundly(commits.Span[index]);
            spoilt |= results.Span[index].Status != CommitStatus.Committed;
        }

        return ValueTask.CompletedTask;
    }
}
