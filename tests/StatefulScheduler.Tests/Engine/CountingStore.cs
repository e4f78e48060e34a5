using StatefulScheduler.Stores;
using StatefulScheduler.Tests.Stores.Mutants;

namespace StatefulScheduler.Tests.Engine;

// Counts the claims that were given back.
internal sealed class CountingStore : MutantStore
{
    private int givenBack;

    public int GivenBack => Volatile.Read(ref givenBack);

    protected override CommitResult Commit(JobCommit commit)
    {
        if (commit is { EndsRun: true, Outcome: RunOutcome.Pending })
            Interlocked.Increment(ref givenBack);
        return CommitSoundly(commit);
    }
}
