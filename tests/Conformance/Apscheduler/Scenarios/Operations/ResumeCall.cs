using StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Operations;

internal static class ResumeCall
{
    public static async Task PerformAsync(Turn turn)
    {
        var id = await CallTable.FindAsync(turn);
        await turn.TryAsync(async () =>
        {
            var before = await turn.Stage.Scheduler.GetJobAsync(id);
            await (before.Status switch
            {
                JobStatus.Paused => ResumeAsync(turn, before),
                JobStatus.Active => StayAsync(turn, before),
                _ => EndAsync(turn, before),
            });
        });
    }

    private static async Task ResumeAsync(Turn turn, ScheduledJob before)
    {
        var (job, now) = (turn.Book.Of(before.Id), turn.Stage.Now);
        turn.ChangeKind = nameof(JobResumed);
        (job.IsPaused, job.IsPending) = (false, false);
        if (job.HasMovedGrid && !job.Trigger.IsDate)
        {
            turn.Use(ScenarioRules.FixedGrid);
            await turn.Stage.Scheduler.ModifyJobAsync(before.Id, change => change.Trigger(job.Trigger.From(now)).Resume());
        }
        else
        {
            var after = await turn.Stage.Scheduler.ResumeJobAsync(before.Id);
            await CompareFirstAsync(turn, job, before, after);
        }

        job.HasMovedGrid = false;
        job.Move();
        turn.ReturnedJob = true;
    }

    // What the trigger says of now itself, and of a one-shot's past, the trace counts and ours does not.
    private static async Task CompareFirstAsync(Turn turn, TraceJob job, ScheduledJob before, ScheduledJob after)
    {
        var now = turn.Stage.Now;
        var theirs = job.Trigger.From(now).Next(new TriggerContext(now, now));
        if (theirs is null && before.NextFireAt is null)
            Complete(turn, job);
        else if (theirs is null || (job.Trigger.IsDate && theirs < now))
            await OweAsync(turn, job, theirs, after);
        else if (theirs == now && !job.Trigger.IsDate)
            await LeaveOutAsync(turn, job, after);
    }

    // It has had no fire ahead before, and has none now.
    private static void Complete(Turn turn, TraceJob job)
    {
        turn.ExpectsJob = true;
        turn.Expect(ScenarioRules.ExhaustedIsCompleted, () => turn.Expected.Insert(0, new(nameof(JobModified), job.Id)));
    }

    private static async Task LeaveOutAsync(Turn turn, TraceJob job, ScheduledJob after)
    {
        var now = turn.Stage.Now;
        turn.Expect(ScenarioRules.ResumeIsAfterNow, () =>
        {
            turn.Require(job.IsManual || !turn.IsRunning || turn.Expected.Count(told => told.Job == job.Id && told.At == now && told.Kind is nameof(RunSucceeded) or nameof(RunFailed)) == 1, "the trace runs the fire of now");
            turn.Expected.RemoveAll(told => told.Job == job.Id && told.At == now);
        });
        if (turn.IsRunning)
            return;
        turn.Require(after.NextFireAt != now, "a resume fires next after now");
        await turn.Stage.Hand.ModifyJobAsync(job.Id, change => change.Resume(ResumeFrom.At(now)));
    }

    private static async Task OweAsync(Turn turn, TraceJob job, DateTimeOffset? theirs, ScheduledJob after)
    {
        var now = turn.Stage.Now;
        turn.ExpectsJob = true;
        if (turn.IsRunning)
        {
            turn.Expect(ScenarioRules.ResumedOneShot, () => RunNow(turn, job, theirs, now));
            return;
        }

        turn.Use(ScenarioRules.ResumedOneShot);
        turn.Require(after.NextFireAt == now, "a job that is resumed after its last fire, which it has not run, is due at once");
        if (theirs is { } time)
            await turn.Stage.Hand.ModifyJobAsync(job.Id, change => change.Resume(ResumeFrom.At(time)));
        else
            await RemoveCalls.ByHandAsync(turn, ScenarioRules.ResumedOneShot, after);
    }

    private static void RunNow(Turn turn, TraceJob job, DateTimeOffset? theirs, DateTimeOffset now)
    {
        turn.Require(job.IsManual || turn.Expected.Where(told => told.Job == job.Id && told.IsEnd).Select(told => told.At).SequenceEqual(theirs is null ? [] : [theirs]), "the trace runs or misses the one fire");
        turn.Expected.RemoveAll(told => told.Job == job.Id && told.At is not null);
        if (theirs is null)
            turn.Expected.Insert(0, new(nameof(JobResumed), job.Id));
        turn.Expected.Add(new(nameof(RunStarted), job.Id, now));
        turn.Expected.Add(new(nameof(RunSucceeded), job.Id, now, job.Function.Value));
    }

    // Theirs counts from now again, and forgets a next_run_time of its own.
    private static async Task StayAsync(Turn turn, ScheduledJob before)
    {
        var (job, now) = (turn.Book.Of(before.Id), turn.Stage.Now);
        var after = await turn.Stage.Scheduler.ResumeJobAsync(before.Id);
        turn.ReturnedJob = true;
        turn.Require(after.Version == before.Version && after.NextFireAt == before.NextFireAt, "resuming an active job changes nothing");
        turn.Expect(ScenarioRules.ResumeOfActive, () => turn.Require(
            turn.Expected.RemoveAll(told => told.Job == job.Id && (told.IsChange || told.Kind == nameof(JobCompleted))) == 1, "the trace tells of the change"));
        var trigger = job.Trigger.From(now);
        turn.ExpectsJob = true;
        if (trigger.Next(new TriggerContext(now, now)) is not { } next)
            await RemoveCalls.ByHandAsync(turn, ScenarioRules.ResumeOfActive, before);
        else if (next != before.NextFireAt)
        {
            job.Move();
            await turn.Stage.Hand.ModifyJobAsync(job.Id, change => change.Trigger(trigger));
        }

        (job.HasMovedGrid, job.IsPending) = (false, false);
    }

    // Theirs has left a job without a further fire paused, and removes it now.
    private static async Task EndAsync(Turn turn, ScheduledJob before)
    {
        turn.Expect(ScenarioRules.ExhaustedIsCompleted, () => turn.Require(turn.Expected.RemoveAll(told => told.Job == before.Id) == 1, "the trace tells of the removal"));
        turn.ExpectedError = ErrorNames.Status;
        turn.Follow(() => turn.Stage.Hand.RemoveJobAsync(before.Id).AsTask());
        await turn.Stage.Scheduler.ResumeJobAsync(before.Id);
    }
}
