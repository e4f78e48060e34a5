using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;

namespace StatefulScheduler.Sqlite.Tests;

// A scheduler in a process of its own, as its parent sees it: a child that tells line by line, and can be killed. Its lines are kept; those that it
// wrote before it was killed arrive all the same.
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Program = ProgramOf(AppContext.BaseDirectory);
    private readonly Channel<WorkerLine> lines = Channel.CreateUnbounded<WorkerLine>();
    private readonly List<WorkerLine> told = [];
    private readonly StringBuilder errors = new();
    private readonly Process process;

    public WorkerProcess(string scenario, string file, params string[] settings)
    {
        process = new Process { StartInfo = StartInfo([Program, scenario, file, .. settings]) };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    // What it has told so far, as far as it was read; after its end: everything.
    public IReadOnlyList<WorkerLine> Told => told;

    public IEnumerable<WorkerLine> Heard(string what) => told.Where(line => line.What == what);

    // Reads on until a line that fits.
    public async Task<WorkerLine> UntilAsync(string what, Func<WorkerLine, bool>? fits = null)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            while (await lines.Reader.WaitToReadAsync(limit.Token))
            {
                while (lines.Reader.TryRead(out var line))
                {
                    told.Add(line);
                    if (line.What == what && fits?.Invoke(line) != false)
                        return line;
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The worker has not told of '{what}' for {Patience.TotalSeconds} s. {this}");
        }

        throw new InvalidOperationException($"The worker ended before it told of '{what}'. {this}");
    }

    public async Task UntilAsync(string what, int times)
    {
        while (times-- > 0)
            await UntilAsync(what);
    }

    // SIGKILL: the process gets no chance to say or write anything.
    public async Task KillAsync()
    {
        process.Kill();
        await EndAsync();
    }

    public void Terminate() => Assert.Equal(0, Kill(process.Id, signal: 15));

    public void Tell(string line) => process.StandardInput.WriteLine(line);

    public Task<int> StopAsync()
    {
        Tell("stop");
        return EndAsync();
    }

    // Its exit code, after everything that it told was read.
    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        while (await lines.Reader.WaitToReadAsync())
        {
            while (lines.Reader.TryRead(out var line))
                told.Add(line);
        }

        return process.ExitCode;
    }

    public string Errors => errors.ToString();

    public override string ToString() => $"Last lines: {string.Join(" | ", told.TakeLast(10))}. Standard error: {errors}";

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    // …/bin/<this project>/<configuration>/ → …/bin/<the worker>/<configuration>/
    private static string ProgramOf(string folder)
    {
        var configuration = new DirectoryInfo(folder);
        return Path.Combine(configuration.Parent!.Parent!.FullName, "StatefulScheduler.Sqlite.Worker", configuration.Name, "StatefulScheduler.Sqlite.Worker.dll");
    }

    private static ProcessStartInfo StartInfo(string[] arguments)
    {
        var host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var info = new ProcessStartInfo(host, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return info;
    }

    private void Take(string? line)
    {
        if (line is null)
            lines.Writer.TryComplete();
        else
            lines.Writer.TryWrite(new WorkerLine(line.Split('\t')));
    }
}

internal sealed record WorkerLine(string[] Parts)
{
    public string What => Parts[0];

    public string this[int detail] => Parts[detail + 1];

    public long Number(int detail) => long.Parse(this[detail], CultureInfo.InvariantCulture);

    public override string ToString() => string.Join(' ', Parts);
}
