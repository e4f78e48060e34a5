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
            else if (job.Options.Executor is { } executor && turn.Book.RemovedExecutors.Contains(executor))
                RunOn(turn, job);
            else if (job.Function.Pauses && !job.IsManual)
                StayPaused(turn, job);
        }

        RemovedRuns(turn);
        if (turn.ExpectedError == ErrorNames.Lookup && turn.Call.Name is "advance" or "jump" or "start" or "resume" or "wakeup" or "finish")
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
        if (submission.Begun < submission.Times.Count)
        {
            turn.Use(ScenarioRules.OneRunEach);
            turn.Expected.AddRange(submission.Times.Skip(submission.Begun).Select(time => new Happening(nameof(RunStarted), job.Id, time)));
        }

        Replace(turn, told => told.Kind == nameof(RunMissed) && told.Job == job.Id, ScenarioRules.LateWhenItStarts, told => told with { Kind = nameof(RunSucceeded), Value = job.Function.Value });
        if (job.Refused.Count > 0 && !job.IsRemoved)
            turn.Expected.Add(new(nameof(RunSkipped), job.Id, job.Refused[0]));
        job.Refused.Clear();
        if (job is { EndsWithItsRun: true, Held.Count: 0 })
        {
            turn.Use(ScenarioRules.FinishedStay);
            turn.Expected.Add(new(nameof(JobCompleted), job.Id));
            job.EndsWithItsRun = false;
        }
    }

    // A job that ours refused is not there.
    private static void Drop(Turn turn, TraceJob job)
    {
        if (turn.Expected.RemoveAll(told => told.Job == job.Id) > 0)
            turn.Use(ScenarioRules.UnknownExecutor);
        if (turn.ExpectedError is null && turn.FoundError == ErrorNames.Lookup && turn.Call.Name.EndsWith("_job", StringComparison.Ordinal) && Scenario.IdOf(turn.Call.Id, turn.Call.Store) == job.Id)
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
        var (before, after) = (NextOf(turn.Book.Jobs, job), NextOf(turn.Step.Jobs, job));
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
        var due = NextOf(turn.Book.Jobs, job);
        turn.Require(turn.Found.Contains(new(nameof(RunSucceeded), job.Id, due?.ToUniversalTime(), job.Function.Value)), $"'{job.Id}' runs at {due:O}");
        turn.Found.RemoveAll(told => told.Job == job.Id);
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
        turn.Follow(() => job.IsRemoved ? turn.Stage.Hand.RemoveJobAsync(job.Id).AsTask() : turn.Stage.Hand.ResumeJobAsync(job.Id).AsTask());
    }

    // The end of a run whose job is gone is not committed, and not told.
    private static void RemovedRuns(Turn turn)
    {
        foreach (var job in turn.Book.All.Where(job => job is { IsRemoved: true, IsAbsent: false, Held.Count: 0 }))
        {
            var isGone = turn.Call.Name == "finish"
                ? !turn.Expected.Contains(new(nameof(JobCompleted), job.Id))
                : turn.Expected.Contains(new(nameof(JobRemoved), job.Id));
            if (isGone && turn.Expected.RemoveAll(told => told.Job == job.Id && told.IsEnd) > 0)
                turn.Use(ScenarioRules.RemovedRun);
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

    private static DateTimeOffset? NextOf(IReadOnlyList<TraceEntry> jobs, TraceJob job) => jobs.FirstOrDefault(entry => entry.Id == Scenario.PlainId(job.Id))?.Next;
}
