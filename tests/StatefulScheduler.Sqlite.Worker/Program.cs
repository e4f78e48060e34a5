// A scheduler on a SQLite file, in a process of its own that a test may kill.
//
//     StatefulScheduler.Sqlite.Worker <scenario> <file> [name=value …]
//
// It tells what happens on standard output, a line each; a line that has been written outlives the process. The line `stop` on standard input, or
// SIGTERM, stops it gracefully. It ends when its parent does.
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using StatefulScheduler;
using StatefulScheduler.Sqlite.Worker;

var settings = new WorkerSettings(args);
var services = new ServiceCollection();
if (settings.Time("later", TimeSpan.Zero) is var later && later > TimeSpan.Zero)
    services.AddSingleton<TimeProvider>(new LaterClock(later));
var builder = services.AddStatefulScheduler()
    .UseSqlite(settings.File, store =>
    {
        store.OwnerWait = settings.Time("wait", TimeSpan.Zero);
        store.KeepRuns = 100_000;
    })
    .Configure(options =>
    {
        options.NodeName = settings.Text("node", "worker");
        options.LeaseDuration = settings.Time("lease", TimeSpan.FromHours(1)); // Nothing here may come of waiting for a lease to end.
        options.DrainTimeout = settings.Time("drain", TimeSpan.FromSeconds(30));
        options.MaxConcurrentRuns = settings.Number("slots", 8);
    });
Scenarios.Add(builder, settings);
await using var provider = services.BuildServiceProvider();
var scheduler = provider.GetRequiredService<IScheduler>();
scheduler.Events.Subscribe<RunSucceeded>(run => Parent.Tell("committed", run.Job.Id, run.Job.StateVersion, run.Run.Id));
scheduler.Events.Subscribe<RunFailed>(run => Parent.Tell("failed", run.Job.Id, run.Run.StartedAt?.UtcTicks, run.Run.EndedAt?.UtcTicks, run.RetryAt?.UtcTicks, run.Exception.Message));
scheduler.Events.Subscribe<JobPaused>(paused => Parent.Tell("paused", paused.Job.Id));
scheduler.Events.Subscribe<JobParked>(parked => Parent.Tell("parked", parked.Job.Id, parked.Reason));
scheduler.Events.Subscribe<JobCompleted>(completed => Parent.Tell("completed", completed.Job.Id));

using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true; // Instead of ending at once.
    Parent.WantsStop.TrySetResult();
});
Parent.Listen();
Parent.Tell("starting");
var began = TimeProvider.System.GetTimestamp();
try
{
    await scheduler.StartAsync();
}
catch (StoreUnavailableException refusal)
{
    Parent.Tell("refused", (long)TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
    Console.Error.WriteLine(refusal.Message);
    return 3;
}

Parent.Tell("started");
await Parent.WantsStop.Task;
await scheduler.StopAsync();
Parent.Tell("stopped");
return 0;
