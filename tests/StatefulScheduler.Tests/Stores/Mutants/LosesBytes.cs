using System.Text.Json;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Tests.Stores.Mutants;

// Reads a state and prints it again: the same JSON, other bytes.
internal sealed class LosesBytes : MutantStore
{
    public override ValueTask AddAsync(ReadOnlyMemory<JobAddition> jobs, Memory<AddResult> results, CancellationToken cancellationToken) =>
        base.AddAsync(jobs.ToArray().Select(job => job with { State = Reprinted(job.State) }).ToArray(), results, cancellationToken);

    protected override CommitResult Commit(JobCommit commit) => CommitSoundly(commit with { State = commit.State is { } state ? Reprinted(state) : null });

    private static JobState Reprinted(JobState state)
    {
        using var document = JsonDocument.Parse(state.Utf8);
        return JobState.Parse(JsonSerializer.Serialize(document.RootElement));
    }
}
