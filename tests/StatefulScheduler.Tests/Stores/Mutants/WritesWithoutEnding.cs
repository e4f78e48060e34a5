using StatefulScheduler.Stores;

namespace StatefulScheduler.Tests.Stores.Mutants;

// Two updates where one was promised: what the run wrote, then its end; a conflict of the second is kept to itself.
internal sealed class WritesWithoutEnding : MutantStore
{
    private int commits;

    protected override CommitResult Commit(JobCommit commit) =>
        CommitSoundly(commit.EndsRun && Interlocked.Increment(ref commits) % 10 == 0 ? commit with { EndsRun = false } : commit);
}
