using Microsoft.Extensions.Logging;
using StatefulScheduler.Engine;

namespace StatefulScheduler;

// Who is told. Without a listener nothing is made and nothing is asked of the store.
internal sealed class SchedulerEvents(string scheduler, StoreClock clock, ILogger logger, EngineActivity activity) : ISchedulerEvents, IDisposable
{
    private readonly CancellationTokenSource stopped = new();
    private readonly Lock gate = new();
    private IEventSink[] sinks = [];
    private volatile bool hearsStarts;
    private long sequence;

    public bool HasListeners => Volatile.Read(ref sinks).Length > 0;

    public ILogger Logger => logger;

    public EngineActivity Activity => activity;

    public CancellationToken Stopped => stopped.Token;

    public IDisposable Subscribe<TEvent>(Action<TEvent> listener)
        where TEvent : SchedulerEvent
    {
        ArgumentNullException.ThrowIfNull(listener);
        return Add<TEvent>((schedulerEvent, _) =>
        {
            listener(schedulerEvent);
            return ValueTask.CompletedTask;
        });
    }

    public IDisposable Subscribe<TEvent>(Func<TEvent, ValueTask> listener)
        where TEvent : SchedulerEvent
    {
        ArgumentNullException.ThrowIfNull(listener);
        return Add<TEvent>((schedulerEvent, _) => listener(schedulerEvent));
    }

    public IDisposable Subscribe<TEvent>(Func<TEvent, CancellationToken, ValueTask> listener)
        where TEvent : SchedulerEvent
    {
        ArgumentNullException.ThrowIfNull(listener);
        return Add(listener);
    }

    // The news of a change, and that nothing is ahead of the job any more when that is what it has led to.
    public void PublishChange(JobEvent told, ScheduledJob? before)
    {
        Publish(told);
        if (ChangeNews.Completion(before, told.Job, told.Actor, told.Reason) is { } completed)
            Publish(completed);
    }

    public void Publish(SchedulerEvent schedulerEvent)
    {
        var listeners = Volatile.Read(ref sinks);
        if (listeners.Length == 0)
            return;

        schedulerEvent.Sequence = Interlocked.Increment(ref sequence);
        schedulerEvent.Scheduler = scheduler;
        if (schedulerEvent.At == default)
            schedulerEvent.At = clock.Now;
        foreach (var sink in listeners)
            sink.Offer(schedulerEvent);
    }

    public void RunStarted(JobExecution run)
    {
        if (hearsStarts)
            Publish(new RunStarted { Job = run.Job, Run = RunSettler.RunOf(run, RunOutcome.Pending), At = run.StartedAt });
    }

    public void RunEnded(JobExecution run, ScheduledJob job)
    {
        foreach (var told in RunNews.Of(run, job))
            Publish(told);
    }

    public void RunAbandoned(JobExecution run, ScheduledJob job)
    {
        if (HasListeners)
            Publish(new RunAbandoned { Job = job, Run = RunSettler.RunOf(run, RunOutcome.Abandoned) });
    }

    public void StoreDown(Exception exception) => Publish(new StoreDown("default", exception));

    public void StoreUp() => Publish(new StoreUp("default"));

    // A sink is offered events where they are published: it only takes note.
    public void Add(IEventSink sink)
    {
        lock (gate)
            Use([.. sinks, sink]);
    }

    public void Remove(IEventSink sink)
    {
        lock (gate)
            Use([.. sinks.Where(other => !ReferenceEquals(other, sink))]);
    }

    public void Dispose()
    {
        stopped.Cancel();
        stopped.Dispose();
    }

    private EventSubscription<TEvent> Add<TEvent>(Func<TEvent, CancellationToken, ValueTask> listener)
        where TEvent : SchedulerEvent
    {
        var subscription = new EventSubscription<TEvent>(this, listener);
        Add(subscription);
        return subscription;
    }

    private void Use(IEventSink[] next)
    {
        hearsStarts = Array.Exists(next, sink => sink.Hears(typeof(RunStarted)));
        Volatile.Write(ref sinks, next);
    }
}
