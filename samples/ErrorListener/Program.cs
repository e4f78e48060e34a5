// Jobs with a state, and a listener that marks the state and pauses the job when a run fails. Then the same rule as data, stored with the job.
using System.Globalization;
using ErrorListener;
using Microsoft.Extensions.DependencyInjection;
using StatefulScheduler;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
var services = new ServiceCollection();
services.AddStatefulScheduler()
    .Configure(options => options.TimeZone = shanghai.Id) // For triggers that name no zone.
    .AddHandler("task", async (job, cancellationToken) =>
    {
        job.State = job.State.Set("state", "running").Update("count", count => count + 1, 0);
        await Task.Yield(); // The work.
        job.State = job.State.Set("state", "ok");
    })
    .AddHandler("broken", (_, _) => throw new InvalidOperationException("the vendor does not answer"));
await using var provider = services.BuildServiceProvider();
var scheduler = provider.GetRequiredService<IScheduler>();
using var rule = new ErrorRule(scheduler);
await scheduler.StartAsync();

Say.Title("A job with a state is added, got and printed");
await scheduler.AddJobAsync(new("my_job", "task", Trigger.Cron("0 9 * * *")) { State = new JobState { ["state"] = "pending", ["count"] = 0 } });
var job = await scheduler.GetJobAsync("my_job");
Say.Job(job);
Say.Line($"trigger '{job.Trigger}', next at {TimeZoneInfo.ConvertTime(job.NextFireAt!.Value, shanghai):yyyy-MM-dd HH:mm zzz}");
Check.That(job.State.Get<string>("state") == "pending" && job.State.Get<int>("count") == 0, "The state is not the one that was given.");
Check.That(job.NextFireAt is { UtcDateTime.Hour: 1, Minute: 0 }, "Nine in Shanghai is one in UTC.");

Say.Title("It runs, and its state with it");
await scheduler.WaitForRunAsync(await scheduler.RunJobNowAsync("my_job"));
job = await scheduler.GetJobAsync("my_job");
Say.Job(job);
Check.That(job.State.Get<string>("state") == "ok" && job.State.Get<int>("count") == 1, "The run's state is not committed.");

Say.Title("A job that throws: the listener marks its state and pauses it, in one update");
await scheduler.AddJobAsync(new("bad_job", "broken", Trigger.Now | Trigger.Every(TimeSpan.FromSeconds(1))) { State = new JobState { ["state"] = "pending" } });
job = await rule.PausedAsync("bad_job");
Say.Job(job);
Check.That(job is { Status: JobStatus.Paused, Version: 2, StateVersion: 2 }, "Pause and state were not one update.");
Check.That(job.State.Get<string>("state") == "error", "The state is not marked.");

Say.Title("Pause, modify and resume, each with a state: one update, one version each");
Say.Job(await scheduler.PauseJobAsync("my_job", state => state.Set("state", "held"), reason: "vendor outage"));
Say.Job(await scheduler.ModifyJobAsync("my_job", change => change
    .Trigger(Trigger.Cron("30 9 * * *"))
    .State(state => state.Set("state", "moved"))
    .Reason("half an hour later")));
job = await scheduler.ResumeJobAsync("my_job", state => state.Set("state", "pending"), reason: "outage is over");
Say.Job(job);
Check.That(job is { Status: JobStatus.Active, Version: 4, StateVersion: 5 }, "Three commands are three versions.");

Say.Title("The same rule as data, stored with the job");
await scheduler.AddJobAsync(new("good_rule", "broken", Trigger.Now | Trigger.Every(TimeSpan.FromSeconds(1)))
{
    State = new JobState { ["state"] = "pending" },
    Options = new() { OnFailure = FailurePolicy.Pause(set: new() { ["state"] = "error" }) }, // The whole rule.
});
job = await rule.PausedAsync("good_rule");
Say.Job(job);
Say.Line("The difference: a listener hears of a failure that is committed already. Until its update arrives the job is active and may run");
Say.Line("again, and a process that dies in between leaves it so. The policy is part of the failing run's own commit: failed and paused at once.");
Say.Line($"What the failures' own commits left: bad_job {rule.StatusAfterFailure("bad_job")}, good_rule {rule.StatusAfterFailure("good_rule")}.");
Check.That(rule.StatusAfterFailure("bad_job") == JobStatus.Active, "The listener's pause is a second commit.");
Check.That(rule.StatusAfterFailure("good_rule") == JobStatus.Paused, "The policy's pause is the failing run's own commit.");

Say.Title("An occurrence that is too late is missed, not run");
await scheduler.AddJobAsync(new("late_job", "task", Trigger.At(DateTimeOffset.UtcNow.AddHours(-1))) { Options = new() { MisfireGrace = TimeSpan.FromMinutes(1) } });
await rule.MissedAsync("late_job");

Say.Title("A state that is no object is refused, and nothing is stored");
try
{
    await scheduler.AddJobAsync(new("list", "task", Trigger.Never) { State = new List<int> { 1, 2, 3 } });
    Check.That(false, "A list was taken as a state.");
}
catch (JobStateException refusal)
{
    Say.Line($"{refusal.Code}: {refusal.Message}");
}

Check.That(await scheduler.FindJobAsync("list") is null, "A refused job is in the store.");

Say.Title("Removed");
await scheduler.RemoveJobAsync("my_job");
await scheduler.StopAsync();
Check.That(rule.Heard.IsSupersetOf(["added", "removed", "modified", "executed", "error", "missed"]), $"Heard only: {string.Join(", ", rule.Heard)}.");
Console.WriteLine();
Console.WriteLine($"error listener: heard {string.Join(", ", rule.Heard.Order(StringComparer.Ordinal))}; every check holds");
