namespace StatefulScheduler;

/// <summary>How a run ended, as data: the job's exception is in it, never thrown.</summary>
/// <param name="Outcome">How.</param>
/// <param name="State">The state that the run left; <see langword="null"/>: the one it started from, or last saved.</param>
/// <param name="Exception">What the job threw.</param>
public readonly record struct JobOutcome(RunOutcome Outcome, JobState? State = null, Exception? Exception = null);
