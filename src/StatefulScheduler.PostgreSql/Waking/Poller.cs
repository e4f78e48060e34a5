using System.Diagnostics.CodeAnalysis;

namespace StatefulScheduler.PostgreSql;

// Has the node look now and then for what nobody tells it of, as the work of nodes that have died: seldom while notifications arrive, often while they do
// not. In real time, for it is about real nodes. Thread-safe.
internal sealed class Poller : IAsyncDisposable
{
    private readonly StoreParts parts;
    private readonly ITimer timer;
    private volatile bool hears;

    public Poller(StoreParts parts)
    {
        this.parts = parts;
        timer = TimeProvider.System.CreateTimer(_ => Poll(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Schedule();
    }

    public TimeSpan Interval => hears ? parts.Options.PollInterval : parts.Options.PollIntervalWithoutNotifications;

    // Takes hold at once: a wait of an hour is not seen through when notifications have ceased.
    public void Hears(bool value)
    {
        hears = value;
        Schedule();
    }

    public ValueTask DisposeAsync() => timer.DisposeAsync();

    [SuppressMessage("Design", "CA1031", Justification = "The timer's own boundary: an exception would end the process.")]
    private void Poll()
    {
        try
        {
            parts.Due.Wake();
        }
        catch (Exception exception)
        {
            Log.HandlerFailed(parts.Context.Logger, parts.Context.StoreName, exception);
        }

        Schedule();
    }

    // A tenth more or less: nodes that started together do not stay together.
    private void Schedule() => timer.Change(Interval * (0.9 + (0.2 * Random.Shared.NextDouble())), Timeout.InfiniteTimeSpan);
}
