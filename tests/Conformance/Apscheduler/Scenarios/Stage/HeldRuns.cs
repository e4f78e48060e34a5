namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Stage;

// Runs that have begun and end when the trace says so.
internal sealed class HeldRuns
{
    // As good as for ever, but a timer: a run that waits for the clock lets the clock go on.
    private static readonly TimeSpan Long = TimeSpan.FromDays(30);
    private readonly Lock gate = new();
    private readonly List<(string Job, CancellationTokenSource Release)> held = [];

    public async Task HoldAsync(JobContext job, CancellationToken cancellationToken)
    {
        using var release = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(release.Token, cancellationToken);
        lock (gate)
            held.Add((job.Job.Id, release));
        try
        {
            await Task.Delay(Long, job.Time, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }
        finally
        {
            lock (gate)
                held.RemoveAll(run => run.Release == release);
        }
    }

    // Lets the run end that began first. False: there is none.
    public bool Release(string job)
    {
        CancellationTokenSource? first;
        lock (gate)
            first = held.Find(run => run.Job == job).Release;
        first?.Cancel();
        return first is not null;
    }
}
