using System.Diagnostics;
using System.Globalization;
using Retries.Jobs;
using StatefulScheduler.Retries;

namespace StatefulScheduler.Sqlite.Worker;

// The jobs that a worker has, by the name of the scenario.
internal static class Scenarios
{
    public static void Add(SchedulerBuilder builder, WorkerSettings settings)
    {
        switch (settings.Scenario)
        {
            case "import":
                AddImport(builder, settings);
                break;
            case "counters":
                AddCounters(builder, settings.Number("jobs", 50));
                break;
            case "poison":
                AddPoison(builder, settings);
                break;
            case "hold":
                AddHold(builder, settings);
                break;
            case "ticks":
                AddTicks(builder);
                break;
            case "retries":
                AddRetries(builder, RetryRules.Of(settings.Text("rule", "mixed")));
                break;
            default:
                throw new ArgumentException($"There is no scenario '{settings.Scenario}'.", nameof(settings));
        }
    }

    // One run of many steps, each saved. Without `steps` it does not end.
    private static void AddImport(SchedulerBuilder builder, WorkerSettings settings)
    {
        var last = settings.Number("steps", int.MaxValue);
        builder.AddHandler("import", async (job, cancellationToken) =>
        {
            var step = job.State.Get<int>("step");
            Parent.Tell("begun", step, job.Job.StateVersion, job.Fence);
            while (step < last)
            {
                step++;
                await job.SaveStateAsync(job.State.Set("step", step), cancellationToken);
                Parent.Tell("saved", step);
            }

            job.State = job.State.Set("done", true);
        });
        builder.AddJob(new("import", "import", Trigger.Now)
        {
            State = new JobState { ["step"] = 0 },
            Options = new() { StateHistory = StateHistoryPolicy.All(100_000) },
        });
    }

    // Half of them return the next state, half of them update the stored one.
    private static void AddCounters(SchedulerBuilder builder, int jobs)
    {
        builder.AddHandler("returns", (job, _) =>
        {
            job.State = job.State.Update("n", n => n + 1, 0);
            return ValueTask.CompletedTask;
        });
        builder.AddHandler("updates", async (job, cancellationToken) => await job.UpdateStateAsync(state => state.Update("n", n => n + 1, 0), cancellationToken));
        for (var index = 0; index < jobs; index++)
        {
            builder.AddJob(new(string.Create(CultureInfo.InvariantCulture, $"counter{index:00}"), index % 2 == 0 ? "returns" : "updates", Trigger.Every(TimeSpan.FromMilliseconds(20)))
            {
                State = new JobState { ["n"] = 0 },
            });
        }
    }

    // A job that kills its process, among others that do no harm.
    private static void AddPoison(SchedulerBuilder builder, WorkerSettings settings)
    {
        var way = settings.Text("way", "kill");
        builder.AddHandler("good", (job, _) =>
        {
            job.State = job.State.Update("n", n => n + 1, 0);
            return ValueTask.CompletedTask;
        });
        builder.AddHandler("poison", async (job, cancellationToken) =>
        {
            Parent.Tell("begun", job.Job.Id, job.Fence);
            if (way == "late")
                await Task.Delay(20, cancellationToken);
            if (way == "failfast")
                Environment.FailFast("The poison job ends its process.");
            Process.GetCurrentProcess().Kill();
        });
        builder.AddJob(new("poison", "poison", Trigger.Now));
        for (var index = 0; index < 10; index++)
            builder.AddJob(new($"good{index}", "good", Trigger.Now | Trigger.Every(TimeSpan.FromMilliseconds(20))) { State = new JobState { ["n"] = 0 } });
    }

    // Jobs that wait in their first run for good, or until they are told not to: `hold=false`.
    private static void AddHold(SchedulerBuilder builder, WorkerSettings settings)
    {
        var holds = settings.Text("hold", "true") == "true";
        builder.AddHandler("hold", async (job, cancellationToken) =>
        {
            Parent.Tell("begun", job.Job.Id, job.ScheduledAt.UtcTicks, job.Fence);
            if (holds)
                await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        for (var index = 0; index < settings.Number("jobs", 1); index++)
        {
            builder.AddJob(new($"hold{index}", "hold", Trigger.Now)
            {
                Options = new() { Delivery = Enum.Parse<DeliveryGuarantee>(settings.Text("delivery", nameof(DeliveryGuarantee.AtLeastOnce))) },
            });
        }
    }

    // Two jobs on one grid that must make up for every occurrence; they tell of each that they begin.
    private static void AddTicks(SchedulerBuilder builder)
    {
        builder.AddHandler("tick", async (job, _) =>
        {
            Parent.Tell("begun", job.Job.Id, job.ScheduledAt.UtcTicks, job.Fence);
            await Task.Yield();
        });
        foreach (var delivery in Enum.GetValues<DeliveryGuarantee>())
        {
            builder.AddJob(new($"{delivery}", "tick", Trigger.Every(TimeSpan.FromMilliseconds(20)))
            {
                Options = new() { Delivery = delivery, Coalesce = CoalesceMode.All, WhenFull = WhenFull.Queue },
            });
        }
    }

    // A job that always fails, and a retry rule that says when it is to fail again.
    private static void AddRetries(SchedulerBuilder builder, RetryPolicy rule) => builder.AddJob(
        RetryRules.Job,
        Trigger.Now,
        (job, _) => throw new IOException($"attempt {job.Attempt}"),
        new() { OnFailure = FailurePolicy.Pause(set: new() { ["phase"] = "error" }) },
        handler => handler.RetryWith(rule));
}
