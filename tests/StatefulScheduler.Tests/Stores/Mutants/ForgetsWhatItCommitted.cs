using StatefulScheduler.Stores;

namespace StatefulScheduler.Tests.Stores.Mutants;

// Cannot tell a commit whose answer was lost from one that comes too late.
internal sealed class ForgetsWhatItCommitted : MutantStore
{
    protected override CommitResult Commit(JobCommit commit) =>
        CommitSoundly(commit) is var result && result.Status == CommitStatus.AlreadyCommitted ? result with { Status = CommitStatus.StaleRun } : result;
}
