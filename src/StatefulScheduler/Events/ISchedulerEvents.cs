namespace StatefulScheduler;

/// <summary>Typed subscriptions. A listener is told after the commit; its own fault is logged and undoes nothing.</summary>
/// <remarks>
/// Events come in the order in which they were committed, but for those of different threads within the same instant: a command and a run, or two runs of a job
/// that follow each other at once, may be told the other way round. <see cref="ScheduledJob.Version"/>, <see cref="ScheduledJob.StateVersion"/> and <see cref="JobRun.Fence"/> say which came first.
/// Subscribing to a base record hears all its kinds. A listener may call any command. Events are delivered one at a time to each listener; a listener
/// that is more than 1,024 events behind loses the oldest, which is logged and counted: the scheduler is never slowed. Thread-safe.
/// </remarks>
public interface ISchedulerEvents
{
    /// <summary>Tells a listener.</summary>
    /// <typeparam name="TEvent">What it hears.</typeparam>
    /// <param name="listener">The listener.</param>
    /// <returns>Dispose it to unsubscribe.</returns>
    IDisposable Subscribe<TEvent>(Action<TEvent> listener)
        where TEvent : SchedulerEvent;

    /// <summary>Tells an asynchronous listener.</summary>
    /// <typeparam name="TEvent">What it hears.</typeparam>
    /// <param name="listener">The listener; the next event waits until it has ended.</param>
    /// <returns>Dispose it to unsubscribe.</returns>
    IDisposable Subscribe<TEvent>(Func<TEvent, ValueTask> listener)
        where TEvent : SchedulerEvent;

    /// <summary>Tells an asynchronous listener that can be cancelled.</summary>
    /// <typeparam name="TEvent">What it hears.</typeparam>
    /// <param name="listener">The listener; its token fires when the scheduler has stopped.</param>
    /// <returns>Dispose it to unsubscribe.</returns>
    IDisposable Subscribe<TEvent>(Func<TEvent, CancellationToken, ValueTask> listener)
        where TEvent : SchedulerEvent;
}
