namespace StatefulScheduler.Conformance.Apscheduler.Scenarios;

// Where our scheduler differs from APScheduler on purpose.
internal static class ScenarioRules
{
    public static readonly Rule LiveAtOnce = new("live at once",
        "a job is in the store from its add on, never pending; to take commands early, the scheduler is started paused, and the trace's start resumes it");

    public static readonly Rule PausedIsAStatus = new("paused is a status", "a pause is a status beside the next fire, not a next fire of None");

    public static readonly Rule ExhaustedIsCompleted = new("exhausted is completed",
        "a job whose trigger has no further fire is Completed, and says so when it is resumed; it cannot be mistaken for a paused one");

    public static readonly Rule FinishedStay = new("finished stay", "a job that has finished stays, Completed or Failed, until retention removes it; JobCompleted is told, not JobRemoved");

    public static readonly Rule BuiltParts = new("built parts", "stores and executors are named when the scheduler is built, and nothing is told of them");

    public static readonly Rule FixedExecutors = new("fixed executors", "executors are not added or removed while the scheduler lives, so that no job loses its own, or is removed for it");

    public static readonly Rule OneStore = new("one store", "a scheduler has one store; a job of another store of the trace is one with that store's name before its id");

    public static readonly Rule UnknownExecutor = new("unknown executor", "a job that names an executor which does not exist is refused at the add, not removed when it is due");

    public static readonly Rule ThrowingExecutor = new("throwing executor", "an executor that throws has failed the run: RunFailed is told; the schedule goes on");

    public static readonly Rule CalmLifecycle = new("calm lifecycle", "starting twice, or stopping, pausing and resuming what does not run, does nothing");

    public static readonly Rule StoreSurvives = new("store survives", "a stopped scheduler keeps its jobs, in memory too; they are removed by hand to follow the trace");

    public static readonly Rule ReplacedIsModified = new("replaced is modified", "a job that replaces another is told as JobModified, since its counters and history go on");

    public static readonly Rule RemovedOneByOne = new("removed one by one", "all jobs are removed one by one, each with its event");

    public static readonly Rule ResumeIsAfterNow = new("resume is after now", "a resume fires next after now, not at it: what fired before a pause cannot fire again within the same instant");

    public static readonly Rule ResumedOneShot = new("resumed one shot", "a job that is resumed after its last fire, which it has not run, is due at once; its occurrence is the instant of the resume");

    public static readonly Rule ResumeOfActive = new("resume of active", "resuming a job that is not paused changes nothing; the trace's next fire is set by hand");

    public static readonly Rule RescheduleKeepsPause = new("reschedule keeps pause", "another trigger does not resume a paused job; it is resumed by hand to follow the trace");

    public static readonly Rule TriggerReschedules = new("trigger reschedules", "another trigger counts from now; the next fire that the trace keeps is said aloud");

    public static readonly Rule FixedGrid = new("fixed grid",
        "a fire out of the schedule moves no grid; where next_run_time does, the interval is given that start (and other triggers are resumed with that fire)");

    public static readonly Rule AdvancedByTheRun = new("advanced by the run", "with one run slot the schedule moves on in the commit of the run: the occurrence that runs stays the next fire until it has run");

    public static readonly Rule SkippedAtTheEnd = new("skipped at the end", "what comes due while every slot is taken is told as one RunSkipped, for its first occurrence, when a run has ended");

    public static readonly Rule SetDuringARun = new("set during a run",
        "what another trigger, or a resume, brings due while a run is open waits for its end; it is dropped by hand to follow the trace");

    public static readonly Rule SlotsAreWaitedFor = new("slots are waited for",
        "what comes due while all of several run slots are taken waits for one, under WhenFull.Skip too (which says otherwise: a gap); it is dropped by hand to follow the trace");

    public static readonly Rule OneRunEach = new("one run each", "several occurrences submitted at once are one run each, and begin one after the other");

    public static readonly Rule LateWhenItStarts = new("late when it starts", "lateness is judged when a run begins; how long it takes does not count");

    public static readonly Rule DueWhenItBegins = new("due when it begins",
        "what is due, and how late it is, is found at one instant, when the run begins, so that nothing comes due in between; the instant at which theirs looked is compared");

    public static readonly Rule RemovedRun = new("removed run", "what a run of a removed job did is not committed, and so not told as done");

    public static readonly Rule DecisionsStand = new("decisions stand", "what a run decides of its own job stands, and is not undone by the end of the run; it is undone by hand to follow the trace");

    public static readonly Rule LoopLives = new("loop lives", "no fault of a job, its store or its executor leaves the loop");

    public static readonly Rule ConflictAtTheAdd = new("conflict at the add", "an id that is taken is refused when the job is added, not when the scheduler starts");

    public static readonly Rule ByTheCompiler = new("by the compiler", "what cannot be named or has another type does not compile");

    public static readonly Rule GraceOfZero = new("grace of zero", "a grace of zero is legal: the job runs on time or not at all");

    public static readonly Rule DueOrder = new("due order", "jobs that are due at one instant run in the order in which they became due, and the occurrences of several jobs in the order of their times; ids have no rank");
}
