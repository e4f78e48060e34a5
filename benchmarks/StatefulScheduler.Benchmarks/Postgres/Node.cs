using System.Diagnostics;
using System.Globalization;
using StatefulScheduler.Benchmarks.Measuring;
using StatefulScheduler.Benchmarks.Schedulers;

namespace StatefulScheduler.Benchmarks.Postgres;

// A node: runs the jobs that other processes add, and writes a line for each start. It ends with its standard input.
//
//     ready
//     started <job> <timestamp> <microseconds since it was due> <UTC ticks>
//
// Timestamps of the monotonic clock mean the same in all processes of a machine.
internal static class Node
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);
    private static readonly InstantClock Clock = new();

    public static async Task<int> RunAsync(string address, string name)
    {
        await using var node = await StartAsync(address, name, paused: false, Started);
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is not null)
        {
            // Nothing is said to a node.
        }

        return 0;
    }

    // Paused, it only adds jobs.
    public static Task<Ours> StartAsync(string address, string name, bool paused, Action<JobContext>? started = null) => Ours.StartAsync(
        scheduler =>
        {
            scheduler.UsePostgreSql(address);
            scheduler.Configure(options => (options.NodeName, options.LeaseDuration, options.HeartbeatInterval) = (name, Lease, Lease / 3));
            scheduler.AddHandler("pass", (job, _) =>
            {
                started?.Invoke(job);
                return default;
            });
            scheduler.AddHandler("hold", async (job, cancellationToken) =>
            {
                started?.Invoke(job);
                await Task.Delay(Timeout.Infinite, cancellationToken);
            });
        },
        paused);

    private static void Started(JobContext job)
    {
        var (timestamp, late, now) = (Stopwatch.GetTimestamp(), Clock.MicrosecondsSince(job.ScheduledAt), DateTimeOffset.UtcNow.UtcTicks);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"started {job.Job.Id} {timestamp} {late:0.0} {now}"));
    }
}
