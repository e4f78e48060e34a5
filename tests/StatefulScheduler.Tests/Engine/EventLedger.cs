namespace StatefulScheduler.Tests.Engine;

// Everything that is published, in the order of its publication; unlike a subscription it drops nothing.
internal sealed class EventLedger : IEventSink
{
    private readonly Lock gate = new();
    private readonly List<SchedulerEvent> told = [];

    public bool Hears(Type eventType) => true;

    public void Offer(SchedulerEvent schedulerEvent)
    {
        lock (gate)
            told.Add(schedulerEvent);
    }

    public IReadOnlyList<TEvent> Told<TEvent>()
        where TEvent : SchedulerEvent
    {
        lock (gate)
            return [.. told.OfType<TEvent>()];
    }

    public IReadOnlyList<JobEvent> Of(string jobId) => [.. Told<JobEvent>().Where(each => each.Job.Id == jobId)];
}
