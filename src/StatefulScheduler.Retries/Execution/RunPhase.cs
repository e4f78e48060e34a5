namespace StatefulScheduler.Retries;

// What comes next in a call. The last four have to be awaited, or blocked for.
internal enum RunPhase
{
    // Make an attempt.
    Attempt,

    // Is what it did to be retried?
    Judge,

    // It is. May it be retried, and when?
    Decide,

    // It may, and the delay is over.
    Next,

    // There is no further attempt.
    Ended,

    // The attempt is under way.
    AttemptRuns,

    // The condition is being asked.
    ConditionRuns,

    // The hook before the delay is to be called.
    HookRuns,

    // The delay is to be slept.
    Delay,
}
