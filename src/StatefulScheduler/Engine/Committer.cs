using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// Sends one commit at a time: commands and checkpoints. The ends of runs travel with the pump's exchange, many at once.
internal sealed class Committer(IJobStore store)
{
    public async ValueTask<CommitResult> CommitAsync(JobCommit commit, CancellationToken cancellationToken)
    {
        var results = new CommitResult[1];
        await store.CommitAsync(new[] { commit }, results, cancellationToken).ConfigureAwait(false);
        return results[0];
    }
}
