using System.Diagnostics;

namespace StatefulScheduler.PrivatePostgreSql;

// A program that is run to its end.
internal static class Command
{
    public static async Task<string> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        using var process = Process.Start(StartInfo(command))!;
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            var text = (await output + await errors).Trim();
            return process.ExitCode == 0
                ? text
                : throw new InvalidOperationException($"'{string.Join(' ', command)}' ended with exit code {process.ExitCode}: {text}");
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    public static ProcessStartInfo StartInfo(IReadOnlyList<string> command)
    {
        var info = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/", // Another user may have no right to be where we are.
        };
        // PGPORT, PGDATA, PGHOST and their like of whoever runs the tests are not meant for this server.
        foreach (var name in info.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToArray())
            info.Environment.Remove(name);
        return info;
    }
}
