using StatefulScheduler.Stores;

namespace StatefulScheduler.Tests.Stores.Mutants;

// Merges what a run leaves into what is stored, member by member, as a database's "object || object" does: what the run removed comes back.
internal sealed class KeepsRemovedMembers : MutantStore
{
    protected override CommitResult Commit(JobCommit commit)
    {
        if (commit is { Fence: not 0, State: { } state, Handle: JobSlot stored })
        {
            foreach (var (name, value) in stored.State)
                state = state.ContainsKey(name) ? state : state.Set(name, value);
            commit.State = state;
        }

        return CommitSoundly(commit);
    }
}
