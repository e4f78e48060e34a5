using Microsoft.Extensions.Logging;

namespace StatefulScheduler;

// Every message of the core, with its event id.
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Scheduler '{Scheduler}' runs on node {Node}: {Handlers} handlers, store {Store}.")]
    public static partial void Started(ILogger logger, string scheduler, string node, int handlers, string store);

    [LoggerMessage(2, LogLevel.Information, "Scheduler '{Scheduler}' has stopped; {Left} runs did not end in time.")]
    public static partial void Stopped(ILogger logger, string scheduler, int left);

    [LoggerMessage(10, LogLevel.Warning, "Run {RunId} of job {JobId} failed at attempt {Attempt}.")]
    public static partial void RunFailed(ILogger logger, Exception exception, string jobId, string runId, int attempt);

    [LoggerMessage(11, LogLevel.Warning, "Run {RunId} of job {JobId} (fence {Fence}) was no longer current: what it did is not committed.")]
    public static partial void RunStale(ILogger logger, string jobId, string runId, long fence);

    [LoggerMessage(12, LogLevel.Warning, "Run {RunId} of job {JobId} and somebody else changed the same members: {Members}. See the StateConflicted event for both values.")]
    public static partial void StateConflict(ILogger logger, string jobId, string runId, string members);

    [LoggerMessage(13, LogLevel.Error, "Job {JobId} is parked: {Reason}")]
    public static partial void JobParked(ILogger logger, string jobId, string reason);

    [LoggerMessage(14, LogLevel.Warning, "What run {RunId} of job {JobId} asked for with job.Change was refused; its state is committed all the same.")]
    public static partial void RunChangeRefused(ILogger logger, Exception exception, string jobId, string runId);

    [LoggerMessage(15, LogLevel.Warning, "The services of run {RunId} of job {JobId} could not be disposed.")]
    public static partial void ScopeFailed(ILogger logger, Exception exception, string jobId, string runId);

    [LoggerMessage(16, LogLevel.Warning, "Run {RunId} lost its lease; its token fires.")]
    public static partial void LeaseLost(ILogger logger, string runId);

    [LoggerMessage(17, LogLevel.Error, "Run {RunId} has ignored its cancelled token for {Patience}: it is closed without it. Its slot stays taken until its code returns.")]
    public static partial void RunDeaf(ILogger logger, string runId, TimeSpan patience);

    [LoggerMessage(18, LogLevel.Warning, "Job {JobId} has several run slots and a run returned a state: overlapping runs merge member by member. For counters use UpdateStateAsync.")]
    public static partial void SlotsReturnState(ILogger logger, string jobId);

    [LoggerMessage(19, LogLevel.Warning, "What a run registered on its token failed when the token fired; nothing is undone by that.")]
    public static partial void CancellationFailed(ILogger logger, Exception exception);

    [LoggerMessage(20, LogLevel.Error, "Store '{Store}' does not answer; it is asked again in {Backoff}.")]
    public static partial void StoreFailed(ILogger logger, Exception exception, string store, TimeSpan backoff);

    [LoggerMessage(21, LogLevel.Warning, "Leases could not be renewed.")]
    public static partial void RenewFailed(ILogger logger, Exception exception);

    [LoggerMessage(22, LogLevel.Warning, "ClockSkew: the clock of node {Node} is {Skew} {Direction} that of store '{Store}'. Jobs go by the store's clock, so that nothing is early or late; the times in this node's log are wrong. Set the clock.")]
    public static partial void ClockSkew(ILogger logger, string node, TimeSpan skew, string direction, string store);

    [LoggerMessage(30, LogLevel.Error, "A listener of {Event} failed; nothing is undone by that.")]
    public static partial void ListenerFailed(ILogger logger, Exception exception, string @event);

    [LoggerMessage(31, LogLevel.Warning, "A listener of {Event} is more than {Capacity} events behind: {Dropped} have been dropped.")]
    public static partial void EventsDropped(ILogger logger, string @event, int capacity, long dropped);

    [LoggerMessage(40, LogLevel.Warning, "{Count} stored jobs have the handler '{Handler}', which this node does not have: they stay as they are, and are not run here.")]
    public static partial void UnknownHandler(ILogger logger, long count, string handler);

    [LoggerMessage(41, LogLevel.Information, "Job {JobId} follows its declaration in code: {Members}.")]
    public static partial void Reconciled(ILogger logger, string jobId, string members);

    [LoggerMessage(42, LogLevel.Warning, "Job {JobId} was declared in code once, and is no longer: it is kept. Remove it, if it shall go.")]
    public static partial void NoLongerDeclared(ILogger logger, string jobId);

    [LoggerMessage(43, LogLevel.Information, "Job {JobId} is active already: resuming it changes nothing.")]
    public static partial void ResumedActive(ILogger logger, string jobId);
}
