using StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Stage;

// The code of every job: returns or raises what the function of the trace did at that occurrence, and gives the commands that its name says.
internal sealed class StageHandler(StageSetting setting, HeldRuns held)
{
    private readonly Dictionary<(string Job, DateTimeOffset At), TraceEvent> script = Script(setting.Scenario);

    public async ValueTask RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        if (job.Job.Options.Executor == StageSetting.Manual)
            await held.HoldAsync(job, cancellationToken);

        var function = TraceFunction.Of(job.Arguments);
        await function.CommandAsync(job.Scheduler, job.Job.Id, cancellationToken);
        var told = script.GetValueOrDefault((job.Job.Id, job.ScheduledAt));
        if (told is { Name: "JOB_ERROR" })
            throw new TraceException(told.Value ?? "raised");
        if ((told is null ? function.Value : told.Value) is { } value)
            job.Result = value;
    }

    private static Dictionary<(string Job, DateTimeOffset At), TraceEvent> Script(Scenario scenario)
    {
        var script = new Dictionary<(string, DateTimeOffset), TraceEvent>();
        foreach (var told in scenario.Steps.SelectMany(step => step.Events))
        {
            if (told.Name is "JOB_EXECUTED" or "JOB_ERROR")
                script.TryAdd((told.Job!, told.Times[0].ToUniversalTime()), told);
        }

        return script;
    }
}

// What the function of a trace raised.
internal sealed class TraceException(string message) : Exception(message);
