using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Quickstart.Import;
using Quickstart.Worker;

namespace Quickstart.Story;

// A worker as its parent sees it: a child process that reports line by line, and can be killed.
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Lock LogGate = new();
    private readonly Channel<Report> reports = Channel.CreateUnbounded<Report>();
    private readonly Process process;

    public WorkerProcess(WorkFolder folder, int? holdAtBatch = null)
    {
        process = new Process { StartInfo = Itself(["worker", folder.Path, .. holdAtBatch is { } batch ? [$"{batch}"] : Array.Empty<string>()]) };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Log(folder, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    // Reads on until a report of that kind; all of them are shown on the way.
    public async Task<Report> UntilAsync(ReportKind kind, Action<Report> show, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await foreach (var report in reports.Reader.ReadAllAsync(limit.Token))
            {
                show(report);
                if (report.Kind == kind)
                    return report;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoryException($"The worker has not told of '{kind}' for {Patience.TotalSeconds} s; see worker.log.");
        }

        throw new StoryException($"The worker ended with exit code {await EndAsync()} before it told of '{kind}'; see worker.log.");
    }

    // Shows what is told until a time has passed.
    public async Task WatchAsync(TimeSpan time, Action<Report> show)
    {
        using var limit = new CancellationTokenSource(time);
        try
        {
            await UntilAsync(ReportKind.Completed, show, limit.Token);
        }
        catch (OperationCanceledException)
        {
            // The time has passed.
        }
    }

    // SIGKILL on Unix, TerminateProcess on Windows: the process gets no chance to say or write anything.
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    // The same program again; `dotnet Quickstart.dll` has to be given the name of the file.
    private static ProcessStartInfo Itself(string[] arguments)
    {
        var program = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return new ProcessStartInfo(program, isHost ? [Environment.GetCommandLineArgs()[0], .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    private static void Log(WorkFolder folder, string? line)
    {
        lock (LogGate)
            File.AppendAllLines(folder.WorkerLog, line is null ? [] : [line]);
    }

    private void Take(string? line)
    {
        if (line is null)
            reports.Writer.TryComplete();
        else if (line.StartsWith('{'))
            reports.Writer.TryWrite(JsonSerializer.Deserialize(line, AppJson.Default.Report)!);
    }
}
