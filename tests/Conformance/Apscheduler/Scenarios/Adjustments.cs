using StatefulScheduler.Conformance.Apscheduler.Scenarios.Stage;
using StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios;

// The differences that no single call makes: of runs that are held, of executors that fail, of what a run decides.
internal static class Adjustments
{
    public static void Apply(Turn turn)
    {
        if (turn.Call.Name == "finish")
            Finish(turn);
        foreach (var job in turn.Book.All.ToList())
        {
            if (job.IsAbsent)
                Drop(turn, job);
            else if (job.Options.Executor == StageSetting.Refuse)
                Fail(turn, job);
            else if (job.Options.Executor is { } executor && turn.Book.AbsentExecutors.Contains(executor))
                RunOn(turn, job);
            else if (job.Function.Pauses && job.Function.TargetOf(job.Id) == job.Id && !job.IsManual)
                StayPaused(turn, job);
        }

        RemovedRuns(turn);
        if (turn.ExpectedError == ErrorNames.Lookup && turn.FoundError is null && turn.Book.All.Any(job => job.Function.Removes && turn.Found.Exists(told => told.Job == job.Id && told.IsStart)))
        {
            turn.Use(ScenarioRules.LoopLives);
            turn.ExpectedError = null;
        }
    }

    // What the trace told while the run was held, ours tells at its end.
    private static void Finish(Turn turn)
    {
        if (turn.Book.All.FirstOrDefault(job => job.Held.Count > 0 && Scenario.PlainId(job.Id) == turn.Call.Id) is not { } job)
            return;
        var submission = job.Held.Dequeue();
        var ended = turn.Step.Events.Where(told => told.IsRunEnd && told.Job == job.Id).Select(told => told.Times[0]);
        turn.Require(ended.SequenceEqual(submission.Late.Concat(submission.Times)), $"the trace ends what it has submitted of '{job.Id}'");
        if (submission.Begun < submission.Times.Count)
        {
            turn.Use(ScenarioRules.OneRunEach);
            turn.Expected.AddRange(submission.Times.Skip(submission.Begun).Select(time => new Happening(nameof(RunStarted), job.Id, time)));
        }

        turn.Expected.RemoveAll(told => told.Kind == nameof(RunMissed) && told.Job == job.Id && told.At is { } at && !submission.Times.Contains(at)); // Told when it was submitted.
        Replace(turn, told => told.Kind == nameof(RunMissed) && told.Job == job.Id && turn.Step.Time - told.At > turn.GraceOf(job), ScenarioRules.LateWhenItStarts, told => told with { Kind = nameof(RunSucceeded), Value = job.Function.Value });
        if (submission.IsOrphan || job is { IsRemoved: true, EndsWithItsRun: false })
            DropEnd(turn, job);
        else
            Refused(turn, job, submission);
        if (job is { EndsWithItsRun: true, Held.Count: 0 })
            End(turn, job);
        job.End();
    }

    // A run of several occurrences is not over while more have come due; any other skips them.
    private static void Refused(Turn turn, TraceJob job, Submission submission)
    {
        if (job.Refused.Count > 0 && submission.Times.Count > 1)
            turn.Expected.AddRange(job.Refused.SelectMany(time => new Happening[] { new(nameof(RunStarted), job.Id, time), new(nameof(RunSucceeded), job.Id, time, job.Function.Value) }));
        else if (job.Refused.Count > 0 && !job.LetsWait)
            turn.Expected.Add(new(nameof(RunSkipped), job.Id, job.Refused[0]));
        job.Refused.Clear();
    }

    private static void End(Turn turn, TraceJob job)
    {
        turn.Use(ScenarioRules.FinishedStay);
        if (!job.HasMovedMeanwhile)
            turn.Expected.Add(new(nameof(JobCompleted), job.Id));
        job.EndsWithItsRun = false;
    }

    // The end of a run whose job is gone is not committed, and not told.
    private static void DropEnd(Turn turn, TraceJob job)
    {
        if (turn.Expected.RemoveAll(told => told.Job == job.Id && told.IsEnd) > 0)
            turn.Use(ScenarioRules.RemovedRun);
    }

    // A job that ours refused is not there.
    private static void Drop(Turn turn, TraceJob job)
    {
        if (turn.Expected.RemoveAll(told => told.Job == job.Id) > 0)
            turn.Use(ScenarioRules.UnknownExecutor);
        if (turn.Call.Name == "get_job" && turn.JobId == job.Id && turn.ExpectsJob)
        {
            turn.Use(ScenarioRules.UnknownExecutor);
            turn.ExpectsJob = false;
        }

        if (turn.ExpectedError is null && turn.FoundError == ErrorNames.Lookup && turn.JobId == job.Id)
        {
            turn.Use(ScenarioRules.UnknownExecutor);
            (turn.ExpectedError, turn.ExpectsJob) = (ErrorNames.Lookup, false);
        }

        turn.ListedAs[job.Id] = null;
    }

    // The trace tells nothing of a run that its executor refused; ours tells that it failed.
    private static void Fail(Turn turn, TraceJob job)
    {
        var failed = turn.Found.Where(told => told.Job == job.Id && told.Kind == nameof(RunFailed)).ToList();
        var (before, after) = (turn.Book.LastNextOf(job.Id), turn.Step.Jobs.FirstOrDefault(entry => entry.Id == Scenario.PlainId(job.Id))?.Next);
        if (failed.Count > 0 || (before is not null && before < after && turn.Call.Name is "advance" or "jump"))
        {
            turn.Use(ScenarioRules.ThrowingExecutor);
            turn.Require(failed.Count > 0 && failed.TrueForAll(told => told.Value == new RefusedException().Message && told.At >= (before ?? told.At) && !(told.At >= after)),
                $"the runs of '{job.Id}' from {before:O} on, before {after:O}, failed");
        }

        turn.Found.RemoveAll(told => told.Job == job.Id && told.Kind is nameof(RunFailed) or nameof(RunStarted));
    }

    // The trace removes a job whose executor is gone when it is due; ours runs it, by the executor that it still has.
    private static void RunOn(Turn turn, TraceJob job)
    {
        if (!job.IsRemoved || turn.Expected.RemoveAll(told => told == new Happening(nameof(JobCompleted), job.Id)) == 0)
            return;
        turn.Use(ScenarioRules.FixedExecutors);
        var due = turn.Book.LastNextOf(job.Id);
        turn.Require(turn.Found.Exists(told => told.Job == job.Id && told.IsEnd && told.At == (due ?? told.At)), $"'{job.Id}' runs at {due:O}");
        turn.Found.RemoveAll(told => told.Job == job.Id && (told.At is not null || told.Kind == nameof(JobCompleted)));
        turn.ListedAs[job.Id] = Listing.There;
        turn.Follow(() => turn.Stage.Hand.RemoveJobAsync(job.Id).AsTask());
    }

    // The trace goes on with a job that has paused itself, or removes it; ours stays paused.
    private static void StayPaused(Turn turn, TraceJob job)
    {
        var first = turn.Expected.FindIndex(told => told.Job == job.Id && told.Kind == nameof(RunSucceeded));
        if (first < 0)
            return;
        turn.Use(ScenarioRules.DecisionsStand);
        var at = turn.Expected[first].At;
        var paused = 0;
        turn.Expected.RemoveAll(told => told.Job == job.Id && ((told.At is not null && told.At != at) || told.Kind == nameof(JobCompleted) || (told.Kind == nameof(JobPaused) && paused++ > 0)));
        turn.ListedAs[job.Id] = Listing.Paused;
        job.IsPaused = false;
        turn.Follow(() => job.IsRemoved ? turn.Stage.Hand.RemoveJobAsync(job.Id).AsTask() : turn.Stage.Hand.ResumeJobAsync(job.Id).AsTask());
    }

    // One that has removed itself.
    private static void RemovedRuns(Turn turn)
    {
        foreach (var job in turn.Book.All.Where(job => job is { IsRemoved: true, IsAbsent: false } && job.Function.TargetOf(job.Id) == job.Id))
        {
            if (turn.Expected.Contains(new(nameof(JobRemoved), job.Id)))
                DropEnd(turn, job);
        }
    }

    private static void Replace(Turn turn, Predicate<Happening> which, Rule rule, Func<Happening, Happening> by)
    {
        for (var i = 0; i < turn.Expected.Count; i++)
        {
            if (!which(turn.Expected[i]))
                continue;
            turn.Use(rule);
            turn.Expected[i] = by(turn.Expected[i]);
        }
    }
}
