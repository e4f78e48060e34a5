using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.Sqlite;

// Stores one change of one job: find, check, apply, save.
internal sealed class CommitStatements(StoreWriter writer)
{
    private readonly RowCommits rules = new(writer);

    public AddResult Add(JobAddition job, string planJson)
    {
        if (writer.Jobs.Find(job.Plan.Id) is { } existing)
            return new AddResult(writer.Snapshot(existing), Added: false);

        var row = writer.Jobs.Insert(job, planJson, writer.Clock.Now);
        writer.NoteDue(row);
        return new AddResult(writer.Snapshot(row), Added: true);
    }

    public CommitResult Commit(in JobCommit commit)
    {
        var row = commit.Handle is RowHandle handle ? writer.Jobs.Find(handle.Id) : writer.Jobs.Find(commit.JobId);
        if (row is null)
            return new CommitResult(CommitStatus.Gone, null, 0);
        if (rules.WhyRefused(row, commit) is { } refused)
            return Answer(refused, row, commit.WantsJob || refused == CommitStatus.VersionConflict);
        if (commit.Removes)
        {
            Remove(row);
            return new CommitResult(CommitStatus.Committed, null, 0);
        }

        writer.Save(row, rules.Apply(row, commit));
        writer.NoteDue(row);
        return Answer(CommitStatus.Committed, row, commit.WantsJob);
    }

    // Its runs are swept away later: nobody can ask for them any more.
    public void Remove(JobRow row)
    {
        writer.Jobs.Delete(row);
        writer.BecameDueEarlier |= writer.Suspects.WaitFor(row.Id);
    }

    private CommitResult Answer(CommitStatus status, JobRow row, bool wantsJob) =>
        new(status, wantsJob ? writer.Snapshot(row) : null, row.StateVersion);
}
