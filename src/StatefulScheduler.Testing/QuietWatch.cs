using System.Globalization;
using System.Text;

namespace StatefulScheduler.Testing;

// Waits until nothing happens on any node unless the clock moves. Woken by the engines; nothing is polled.
internal sealed class QuietWatch(TimeSpan patience)
{
    private readonly Lock gate = new();
    private HarnessNode[] nodes = [];
    private TaskCompletionSource? waiter;

    public void Add(HarnessNode node)
    {
        lock (gate)
            nodes = [.. nodes, node];
        node.Activity.MayBeQuiet = Look;
    }

    public void Remove(HarnessNode node)
    {
        lock (gate)
            nodes = [.. nodes.Where(other => other != node)];
        node.Activity.MayBeQuiet = null;
        Look();
    }

    public async Task QuietAsync(CancellationToken cancellationToken)
    {
        while (!IsQuiet())
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref waiter, mine);
            if (IsQuiet())
                return;
            await BoundedAsync(mine.Task, cancellationToken).ConfigureAwait(false);
        }
    }

    // Turns a wait that takes too long into a text that names what holds it up.
    public async Task BoundedAsync(Task task, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(patience, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException(Complaint());
        }
    }

    private void Look()
    {
        if (Volatile.Read(ref waiter) is not null && IsQuiet())
            Interlocked.Exchange(ref waiter, null)?.TrySetResult();
    }

    private bool IsQuiet() => Array.TrueForAll(Volatile.Read(ref nodes), node => node.Activity.IsQuiet);

    private string Complaint()
    {
        var text = new StringBuilder($"The scheduler did not become quiet within {patience.TotalSeconds} seconds of real time. ");
        var count = 0;
        foreach (var run in nodes.SelectMany(node => node.Scheduler.Dispatcher.Runs.All()))
        {
            if (run.Phase == RunPhase.Running && run.OnClock is not { Waits: true })
            {
                count++;
                text.Append(CultureInfo.InvariantCulture, $"Run '{run.RunId}' of job '{run.Claim.Plan.Id}' has neither ended nor waits for the virtual clock. ");
            }
        }

        text.Append(count > 0
            ? "Let it wait with the run's clock (Task.Delay(…, job.Time)), or complete what it waits for before the clock is moved."
            : "No run is under way: a listener, or the store, waits for something that does not happen.");
        return text.ToString();
    }
}
