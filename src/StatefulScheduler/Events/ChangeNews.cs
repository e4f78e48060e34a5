using StatefulScheduler.Engine;

namespace StatefulScheduler;

// What a committed command gives to tell.
internal static class ChangeNews
{
    public static IEnumerable<SchedulerEvent> Of(ScheduledJob before, ScheduledJob after, JobDraft draft)
    {
        if (draft.Removes)
        {
            yield return new JobRemoved { Job = before, Actor = draft.Actor, Reason = draft.Reason };
            yield break;
        }

        if (after.StateVersion != before.StateVersion)
            yield return new StateChanged { Job = after, Before = before.State, Kind = draft.Kind, Actor = draft.Actor, Reason = draft.Reason };

        var paused = after.Status == JobStatus.Paused && draft.Pause is not null && before.Pause != after.Pause;
        var resumed = after.Status == JobStatus.Active && before.Status is JobStatus.Paused or JobStatus.Parked or JobStatus.Failed;
        var rescheduled = !after.Trigger.Equals(before.Trigger);
        if (rescheduled)
            yield return new JobRescheduled { Job = after, Actor = draft.Actor, Reason = draft.Reason };
        if (paused)
            yield return new JobPaused { Job = after, Actor = draft.Actor, Reason = draft.Reason };
        else if (resumed)
            yield return new JobResumed { Job = after, Actor = draft.Actor, Reason = draft.Reason };
        if (!paused && !resumed && !rescheduled && draft.RaisesVersion)
            yield return new JobModified { Job = after, Actor = draft.Actor, Reason = draft.Reason };
        if (Completion(before, after, draft.Actor, draft.Reason) is { } completed)
            yield return completed;
    }

    // What follows the news of a change that has left nothing ahead. A job that was not there before, or is replaced, has none.
    public static JobCompleted? Completion(ScheduledJob? before, ScheduledJob after, string? actor, string? reason) =>
        IsFinished(after) && !(before is not null && IsFinished(before)) ? new JobCompleted { Job = after, Actor = actor, Reason = reason } : null;

    private static bool IsFinished(ScheduledJob job) => job.Status is JobStatus.Completed or JobStatus.Failed;
}
