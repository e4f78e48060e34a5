using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;

namespace StatefulScheduler.Benchmarks.Postgres;

// A node in a process of its own, seen from here.
internal sealed class NodeProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly Channel<RunStart> starts = Channel.CreateUnbounded<RunStart>();

    private NodeProcess(Process process) => this.process = process;

    public static async Task<NodeProcess> StartAsync(string address, string name)
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Path.Combine(AppContext.BaseDirectory, "StatefulScheduler.Benchmarks.dll"), "node", address, name])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var node = new NodeProcess(process);
        if (await process.StandardOutput.ReadLineAsync() != "ready")
            throw new InvalidOperationException("The second node did not start; what it has written to its standard error says why.");
        _ = node.ListenAsync();
        return node;
    }

    public async Task<RunStart> NextAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        return await starts.Reader.ReadAsync(timeout.Token);
    }

    // SIGKILL.
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(timeout.Token);
        process.Dispose();
    }

    private async Task ListenAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is ["started", var job, var timestamp, var late, var now])
                starts.Writer.TryWrite(new(job, Long(timestamp), double.Parse(late, CultureInfo.InvariantCulture), Long(now)));
        }

        starts.Writer.TryComplete();
    }

    private static long Long(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

// A run has begun: when, and how long after it was due.
internal readonly record struct RunStart(string Job, long Timestamp, double MicrosecondsLate, long UtcTicks);
