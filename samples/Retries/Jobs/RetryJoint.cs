using StatefulScheduler;
using StatefulScheduler.Retries;

namespace Retries.Jobs;

// The whole joint. Neither package knows the other: take these lines into a program that uses both.
// <joint>
internal static class RetryJoint
{
    public static HandlerBuilder RetryWith(this HandlerBuilder handler, RetryPolicy policy) => handler.OnFailure(failed =>
    {
        var progress = new RetryProgress(failed.Retry.Attempt, failed.Retry.FirstAttemptAt, failed.Retry.IdleFor) { Key = failed.Job.Id };
        var decision = policy.Decide(progress, failed.Exception, now: failed.Retry.NextAttemptAt); // None is planned yet: when this attempt ended.
        return decision.Retry ? failed.RetryAfter(decision.Delay) : failed.FollowPolicy();
    });
}
// </joint>
