namespace StatefulScheduler;

/// <summary>A listener that lives as long as the scheduler; registered with <c>AddListener</c>.</summary>
/// <typeparam name="TEvent">What it hears.</typeparam>
public interface IListener<in TEvent>
    where TEvent : SchedulerEvent
{
    /// <summary>Is told of an event, after it has been committed.</summary>
    /// <param name="schedulerEvent">The event.</param>
    /// <param name="cancellationToken">Fires when the scheduler has stopped.</param>
    /// <returns>A task; the next event waits until it has completed.</returns>
    ValueTask OnEventAsync(TEvent schedulerEvent, CancellationToken cancellationToken);
}
