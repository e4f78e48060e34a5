using System.Diagnostics;
using StatefulScheduler.Benchmarks.Measuring;

namespace StatefulScheduler.Benchmarks.Postgres;

// pgbench at work on a copy of our grid, until it is disposed of.
internal sealed class PgBench : IAsyncDisposable
{
    // As our store's connections are set: see StoreAddress.
    private const string Settings = "-c search_path=stateful_scheduler -c plan_cache_mode=force_generic_plan -c jit=off -c enable_seqscan=off";
    private readonly Process process;
    private readonly Task<string> errors;
    private readonly string script;

    private PgBench(Process process, string script)
    {
        this.process = process;
        this.script = script;
        errors = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
    }

    public static bool IsInstalled(BenchServer server) => Program(server) is not null;

    public static PgBench Start(BenchServer server, OurDatabase database, int batch, CompareOptions options)
    {
        // The grid's first states are kept in the history when they are replaced, as decisions are; ours has done that before its window begins.
        database.Execute($"UPDATE job SET state_kind = {(int)StateChangeKind.RunSucceeded}");
        var script = Path.GetTempFileName();
        File.WriteAllText(script, PgBenchScript.Build(database.Scalar<string>("SELECT array_agg(id)::text FROM lane"), batch));
        var duration = (int)Math.Ceiling((options.WarmUp + options.Window).TotalSeconds) + 30; // It is ended before.
        var info = new ProcessStartInfo(Program(server)!, [
            "-n", "-M", "prepared", "-c", "2", "-j", "2", "-T", $"{duration}", "-f", script, "-h", server.Server.Host, "-p", $"{server.Server.Port}", "-U", "postgres",
            .. PgBenchScript.Start.SelectMany(variable => (string[])["-D", $"{variable.Key}={variable.Value}"]), BenchServer.NameOf(database.Address)])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        info.Environment["PGOPTIONS"] = Settings;
        return new(Process.Start(info)!, script);
    }

    public async ValueTask DisposeAsync()
    {
        var endedItself = process.HasExited;
        if (!endedItself)
            process.Kill();
        await process.WaitForExitAsync();
        File.Delete(script);
        var said = await errors;
        process.Dispose();
        if (endedItself || said.Contains("error", StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException($"pgbench did not get through: {said}");
    }

    // Beside the server's programs, or where these really stand.
    private static string? Program(BenchServer server)
    {
        var initdb = Path.Combine(server.Server.Binaries, "initdb");
        return new[] { initdb, File.ResolveLinkTarget(initdb, returnFinalTarget: true)?.FullName ?? initdb }
            .Select(program => Path.Combine(Path.GetDirectoryName(program)!, "pgbench"))
            .FirstOrDefault(File.Exists);
    }
}
