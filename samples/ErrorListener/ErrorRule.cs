using System.Collections.Concurrent;
using StatefulScheduler;

namespace ErrorListener;

// One subscription to everything that happens to jobs. When a run fails, and nothing has paused its job yet, it marks the state and pauses the job.
internal sealed class ErrorRule : IDisposable
{
    private readonly IScheduler scheduler;
    private readonly IDisposable subscription;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> told = new();
    private readonly ConcurrentDictionary<string, JobStatus> afterFailure = new();
    private readonly ConcurrentDictionary<string, bool> heard = new();

    public ErrorRule(IScheduler scheduler)
    {
        this.scheduler = scheduler;
        subscription = scheduler.Events.Subscribe<JobEvent>(HearAsync);
    }

    public HashSet<string> Heard => [.. heard.Keys];

    public JobStatus StatusAfterFailure(string id) => afterFailure[id];

    public async Task<ScheduledJob> PausedAsync(string id)
    {
        await ToldAsync($"paused {id}");
        return await scheduler.GetJobAsync(id);
    }

    public Task MissedAsync(string id) => ToldAsync($"missed {id}");

    public void Dispose() => subscription.Dispose();

    private async ValueTask HearAsync(JobEvent happened)
    {
        switch (happened)
        {
            case JobAdded or JobRemoved or JobModified or JobRescheduled or JobPaused or JobResumed:
                Hear(happened is JobAdded ? "added" : happened is JobRemoved ? "removed" : "modified", happened);
                break;
            case RunSucceeded:
                Hear("executed", happened);
                break;
            case RunMissed:
                Hear("missed", happened);
                break;
            case RunFailed failed:
                Hear("error", happened, $": {failed.Exception.GetType().Name}: {failed.Exception.Message}");
                afterFailure.TryAdd(failed.Job.Id, failed.Job.Status);
                if (failed.Job.Status == JobStatus.Active)
                    await scheduler.PauseJobAsync(failed.Job.Id, state => state.Set("state", "error"), reason: failed.Exception.Message);
                break;
        }

        if (happened is JobPaused)
            Waiter($"paused {happened.Job.Id}").TrySetResult();
        if (happened is RunMissed)
            Waiter($"missed {happened.Job.Id}").TrySetResult();
    }

    private void Hear(string what, JobEvent happened, string more = "")
    {
        heard[what] = true;
        Say.Line($"[{what}] {happened.Job.Id}{more}");
    }

    private Task ToldAsync(string what) => Waiter(what).Task.WaitAsync(TimeSpan.FromSeconds(10));

    private TaskCompletionSource Waiter(string what) => told.GetOrAdd(what, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
