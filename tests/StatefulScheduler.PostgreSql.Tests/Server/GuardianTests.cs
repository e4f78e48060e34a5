using System.Diagnostics;
using System.Globalization;
using StatefulScheduler.PrivatePostgreSql;

namespace StatefulScheduler.PostgreSql.Tests.Server;

public sealed class GuardianTests
{
    public GuardianTests() => TestServer.SkipWithoutPostgreSql();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_does_not_outlive_the_process_that_started_it()
    {
        using var owner = StartOwner();
        await owner.StandardOutput.ReadLineAsync(Ct);
        var folder = (await owner.StandardOutput.ReadLineAsync(Ct))!;
        using var postmaster = Process.GetProcessById(int.Parse(File.ReadLines(Path.Combine(folder, "postmaster.pid")).First(), CultureInfo.InvariantCulture));
        Assert.False(postmaster.HasExited);

        owner.Kill(); // SIGKILL: it has no chance to tidy up.

        await Until.TrueAsync(() => postmaster.HasExited, "the server has ended");
        await Until.TrueAsync(() => !Directory.Exists(folder), "its folder is gone");
    }

    // The private server as a program.
    private static Process StartOwner()
    {
        var program = typeof(PrivateServer).Assembly.Location;
        var host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        return Process.Start(new ProcessStartInfo(host, [program]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }
}
