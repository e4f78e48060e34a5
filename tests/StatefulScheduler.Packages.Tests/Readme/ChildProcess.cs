using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace StatefulScheduler.Packages.Tests.Readme;

/// <summary>What a child process printed, and how it ended.</summary>
internal sealed record ChildResult(string Command, int ExitCode, string Output, string Error)
{
    public void AssertSucceeded() => Assert.True(ExitCode == 0, $"`{Command}` ended with exit code {ExitCode}.\n{this}");

    public override string ToString() => $"--- its output:\n{Output}\n--- its error output:\n{Error}";
}

// A child process that cannot outlive its time limit, nor this test run: it is killed with all that it started.
internal static class ChildProcess
{
    private const int Interrupt = 2;

    public static string DotNet { get; } =
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? Environment.ProcessPath!
            : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public static Task<ChildResult> DotNetAsync(
        string folder, IReadOnlyDictionary<string, string> environment, TimeSpan limit, params IEnumerable<string> arguments) =>
        RunAsync(DotNet, arguments, folder, environment, limit, _ => false);

    // `isEnough` says of the output so far that the process may stop: it then gets Ctrl+C.
    public static async Task<ChildResult> RunAsync(
        string file,
        IEnumerable<string> arguments,
        string folder,
        IReadOnlyDictionary<string, string> environment,
        TimeSpan limit,
        Func<string, bool> isEnough)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        Clean(start.Environment);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var command = $"{Path.GetFileName(file)} {string.Join(' ', start.ArgumentList)}";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = new StringBuilder();
        var error = new StringBuilder();
        process.ErrorDataReceived += (_, line) => error.AppendLine(line.Data);
        process.BeginErrorReadLine();
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            var interrupted = false;
            while (await process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
            {
                output.Append(line).Append('\n');
                if (!interrupted && isEnough(output.ToString()))
                {
                    Stop(process);
                    interrupted = true;
                }
            }

            await process.WaitForExitAsync(timeout.Token);
            return new(command, process.ExitCode, output.ToString(), error.ToString());
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            process.WaitForExit(); // so that its last words are in
            throw new TimeoutException(
                $"`{command}` was killed after {limit.TotalSeconds:0} seconds.\n{new ChildResult(command, -1, output.ToString(), error.ToString())}");
        }
        finally
        {
            Kill(process);
        }
    }

    // MSBuild and the test host speak to their children through the environment; a user's shell holds none of that.
    private static void Clean(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList())
            environment.Remove(name);

        environment["DOTNET_NOLOGO"] = "1";
        environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        environment["MSBUILDDISABLENODEREUSE"] = "1";
        environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        environment["UseSharedCompilation"] = "false";
    }

    private static void Stop(Process process)
    {
        if (OperatingSystem.IsWindows() || Signal(process.Id, Interrupt) != 0)
            Kill(process);
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
