using System.Diagnostics;

namespace StatefulScheduler.Hosting.Tests;

// The samples check themselves; here they are run as a person runs them, in processes of their own.
public sealed class SampleTests
{
    [Fact]
    public async Task The_quickstart_loses_nothing_and_imports_nothing_twice()
    {
        var lines = await RunAsync("Quickstart", "4711"); // The seed of its random kills.

        Assert.Equal("quickstart: 3168 lines, 3167 imported, 1 skipped, 0 twice, 0 lost, state version 21", lines[^1]);
        Assert.Contains(lines, line => line.Contains("Offered twice, stored once", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("anna", StringComparison.Ordinal) && line.Contains("cursor.line 446 → 447", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_error_listener_hears_everything()
    {
        var lines = await RunAsync("ErrorListener");

        Assert.Equal("error listener: heard added, error, executed, missed, modified, removed; every check holds", lines[^1]);
    }

    private static async Task<string[]> RunAsync(string sample, params string[] arguments)
    {
        // artifacts/bin/<this project>/<configuration>/ → artifacts/bin/<sample>/<configuration>/
        var here = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var program = Path.Combine(here.Parent!.Parent!.FullName, sample, here.Name, $"{sample}.dll");
        using var process = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, $"{sample} ended with exit code {process.ExitCode}.\n{output}\n{await errors}");
        return output.TrimEnd().ReplaceLineEndings("\n").Split('\n');
    }
}
