using StatefulScheduler.Stores;

namespace StatefulScheduler.Tests.Stores.Mutants;

// The last writer wins, whatever it was decided on.
internal sealed class NoVersionCheck : MutantStore
{
    protected override CommitResult Commit(JobCommit commit)
    {
        while (true)
        {
            var result = CommitSoundly(commit);
            if (result.Status != CommitStatus.VersionConflict)
                return result;
            commit.Version = 0;
            commit.StateVersion = result.StateVersion;
        }
    }
}
