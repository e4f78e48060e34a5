using StatefulScheduler.Stores;

namespace StatefulScheduler.Tests.Stores.Mutants;

// Hears no answer to some commands, and sends them again without asking whether they were stored.
internal sealed class SendsCommandsAgain : MutantStore
{
    private int commands;

    protected override CommitResult Commit(JobCommit commit)
    {
        var result = CommitSoundly(commit);
        return commit.Fence == 0 && Interlocked.Increment(ref commands) % 10 == 0 ? CommitSoundly(commit) : result;
    }
}
