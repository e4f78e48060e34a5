using System.Diagnostics.CodeAnalysis;

namespace StatefulScheduler;

// One listener: a bounded queue, and at most one delivery under way, so that it hears events one at a time and in order.
internal sealed class EventSubscription<TEvent>(SchedulerEvents owner, Func<TEvent, CancellationToken, ValueTask> listener) : IEventSink, IDisposable
    where TEvent : SchedulerEvent
{
    private const int Capacity = 1024;
    private readonly Lock gate = new();
    private readonly Queue<TEvent> waiting = new();
    private bool delivering;
    private bool disposed;
    private long dropped;

    public bool Hears(Type eventType) => typeof(TEvent).IsAssignableFrom(eventType);

    public void Offer(SchedulerEvent schedulerEvent)
    {
        if (schedulerEvent is not TEvent mine)
            return;

        lock (gate)
        {
            if (disposed)
                return;
            if (waiting.Count == Capacity)
            {
                waiting.Dequeue();
                if (dropped++ % Capacity == 0)
                    Log.EventsDropped(owner.Logger, typeof(TEvent).Name, Capacity, dropped);
            }

            waiting.Enqueue(mine);
            if (delivering)
                return;
            delivering = true;
        }

        owner.Activity.Begin();
        ThreadPool.UnsafeQueueUserWorkItem(static subscription => _ = subscription.DeliverAsync(), this, preferLocal: false);
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            waiting.Clear();
        }

        owner.Remove(this);
    }

    [SuppressMessage("Design", "CA1031", Justification = "The boundary of a listener's code: its fault is logged and harms nobody.")]
    private async Task DeliverAsync()
    {
        while (TryTake(out var next))
        {
            try
            {
                await listener(next, owner.Stopped).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Log.ListenerFailed(owner.Logger, exception, typeof(TEvent).Name);
            }
        }

        owner.Activity.End();
    }

    private bool TryTake([MaybeNullWhen(false)] out TEvent next)
    {
        lock (gate)
        {
            if (waiting.TryDequeue(out next))
                return true;
            delivering = false;
            return false;
        }
    }
}

internal interface IEventSink
{
    bool Hears(Type eventType);

    void Offer(SchedulerEvent schedulerEvent);
}
