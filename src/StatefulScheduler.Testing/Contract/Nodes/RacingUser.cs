using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// A user who changes the state of jobs while they run, pauses and resumes them, and runs them by hand. Used by one task.
internal sealed class RacingUser(TestedStore store, RacedJob[] records, ModelDice dice)
{
    public async Task RunAsync(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            await Task.Yield();
            var record = dice.From(records);
            await (dice.Below(6) switch
            {
                < 3 => ModifyAsync(record, $"user {Guid.NewGuid():N}"),
                _ when record.RunsByHand => store.AddPendingAsync(record.Id, Some.Manual(store.Now, Guid.NewGuid().ToString("N"))),
                3 or 4 => SetStatusAsync(record, JobStatus.Paused),
                _ => SetStatusAsync(record, JobStatus.Active),
            });
        }
    }

    private async Task SetStatusAsync(RacedJob record, JobStatus status)
    {
        await store.SetStatusAsync(record.Id, status);
        record.Decided();
    }

    private async Task ModifyAsync(RacedJob record, string by)
    {
        var job = await store.GetAsync(record.Id);
        while (true)
        {
            var commit = Commits.Command(record.Id, store.Now) with
            {
                State = job.State.Update("n", (long n) => n + 1, 0).Set("by", by),
                StateSchema = 1,
                StateVersion = job.StateVersion,
                RaisesVersion = true,
            };
            var result = await store.CommitAsync(commit);
            if (result.Status == CommitStatus.Committed)
            {
                record.Wrote(commit, result);
                return;
            }

            Expect.Status(CommitStatus.VersionConflict, result, $"a change of '{record.Id}' by a user");
            job = Expect.Found(result.Job, "the job in the answer to a conflict");
        }
    }
}
