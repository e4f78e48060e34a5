using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StatefulScheduler.Benchmarks.Schedulers;

namespace StatefulScheduler.Benchmarks.QuartzSqlite;

// The statements that our store executes for a run, as its echo writes them: so the raw loop executes the same ones, whatever becomes of the schema.
internal sealed class StatementsOfARun : ILoggerProvider, ILogger
{
    private readonly HashSet<string> seen = [];

    public string Due => Only("SELECT due_at", _ => true);

    public string Claim => Only("UPDATE job ", sql => !sql.Contains("@state", StringComparison.Ordinal) && sql.Contains("@fence", StringComparison.Ordinal));

    public string Save => Only("UPDATE job ", sql => sql.Contains("@state", StringComparison.Ordinal) && !sql.Contains("@status", StringComparison.Ordinal));

    public string Ran => Only("INSERT ", sql => sql.Contains("INTO job_run", StringComparison.Ordinal));

    public static async Task<StatementsOfARun> ListenAsync()
    {
        var heard = new StatementsOfARun();
        await using var ours = await OurGrid.StartAsync(
            scheduler =>
            {
                scheduler.Services.AddLogging(logging => logging.AddProvider(heard));
                scheduler.UseSqlite(SqliteFiles.New("echo"), options => options.Echo = true);
            },
            stateful: true,
            new JobOptions());
        await ours.Scheduler.ResumeAsync();
        await Task.Delay(300);
        await ours.Scheduler.StopAsync();
        return heard;
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> values)
            return;
        foreach (var (name, value) in values)
        {
            if (name != "Sql" || value is not string sql)
                continue;
            lock (seen)
                seen.Add(sql);
        }
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose()
    {
        // Nothing is held.
    }

    private string Only(string beginning, Func<string, bool> fits)
    {
        lock (seen)
            return seen.Single(sql => sql.StartsWith(beginning, StringComparison.Ordinal) && fits(sql));
    }
}
