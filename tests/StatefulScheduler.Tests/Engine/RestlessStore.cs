using StatefulScheduler.Stores;
using StatefulScheduler.Tests.Stores.Mutants;

namespace StatefulScheduler.Tests.Engine;

// A store in which somebody always writes the state just before a run's end does.
internal sealed class RestlessStore : MutantStore
{
    public int Writes { get; private set; }

    // How many commits that end a run were tried.
    public int Ends { get; private set; }

    protected override CommitResult Commit(JobCommit commit)
    {
        if (commit.EndsRun && commit.Outcome != RunOutcome.Pending)
        {
            Ends++;
            if (commit.State is not null)
                Write(commit.JobId);
        }

        return CommitSoundly(commit);
    }

    private void Write(string jobId)
    {
        var job = Sound.GetAsync(jobId, CancellationToken.None).AsTask().GetAwaiter().GetResult()!;
        var written = CommitSoundly(new()
        {
            JobId = jobId,
            Version = job.Version,
            StateVersion = job.StateVersion,
            State = job.State.Set("phase", $"operator {++Writes}"),
            StateSchema = job.StateSchema,
            Kind = StateChangeKind.Modified,
            RaisesVersion = true,
            At = job.AddedAt,
        });
        Assert.Equal(CommitStatus.Committed, written.Status);
    }
}
