using System.Diagnostics;

namespace StatefulScheduler.PrivatePostgreSql;

// A shell that sees to it that the server does not outlive us. It reads from a pipe which only we hold: however we end, kill -9 included, the pipe
// breaks, and the shell stops the server and removes its folder. To dispose is the same, only that we wait for it.
internal sealed class Guardian : IAsyncDisposable
{
    // In a session of its own and deaf to signals: Ctrl+C and `timeout` reach every process of our group.
    // When we were killed, a start that was under way is given time to write its postmaster.pid.
    private const string Script = """
        trap '' INT TERM HUP
        folder=$1; shift
        read -r line || sleep 2
        "$@" >/dev/null 2>&1
        rm -rf "$folder"
        """;

    private readonly Process process;
    private bool disposed;

    public Guardian(string dataFolder, IEnumerable<string> stop)
    {
        string[] session = ServerAccount.ProgramFile("setsid") is { } setsid ? [setsid] : [];
        process = Process.Start(Command.StartInfo([.. session, "/bin/sh", "-c", Script, "guardian", dataFolder, .. stop]))!;
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;
        disposed = true;
        await process.StandardInput.WriteLineAsync("over");
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
