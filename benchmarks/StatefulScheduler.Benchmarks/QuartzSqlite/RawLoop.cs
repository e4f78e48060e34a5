using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using StatefulScheduler.Benchmarks.Schedulers;

namespace StatefulScheduler.Benchmarks.QuartzSqlite;

// The limit: the statements that our store executes for a run, prepared, in one loop on one connection, with the same number of runs a transaction.
// Retention, which our store does on the way, is left out.
//
// BEGIN IMMEDIATE → for each claimed job: save it, insert its run → look what is due → for each: claim it → COMMIT
internal sealed partial class RawLoop : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly int batch;
    private readonly Thread thread;
    private readonly SqliteCommand begin;
    private readonly SqliteCommand commit;
    private readonly SqliteCommand due;
    private readonly SqliteCommand claim;
    private readonly SqliteCommand save;
    private readonly SqliteCommand ran;
    private readonly Dictionary<long, long> fences = [];
    private readonly List<long> claimed = [];
    private long runs;
    private long runId;
    private volatile bool stops;

    public RawLoop(string file, int batch, StatementsOfARun statements)
    {
        this.batch = batch;
        connection = new SqliteConnection(SqliteFiles.ConnectionString(file));
        connection.Open();
        using (var settings = connection.CreateCommand())
        {
            settings.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON";
            settings.ExecuteNonQuery();
        }

        begin = Prepare("BEGIN IMMEDIATE");
        commit = Prepare("COMMIT");
        due = Prepare(statements.Due);
        claim = Prepare(statements.Claim);
        save = Prepare(statements.Save);
        ran = Prepare(statements.Ran);
        thread = new Thread(Loop) { IsBackground = true, Name = "raw loop" };
        thread.Start();
    }

    public long Runs => Volatile.Read(ref runs);

    public void Dispose()
    {
        stops = true;
        thread.Join();
        foreach (var command in (SqliteCommand[])[begin, commit, due, claim, save, ran])
            command.Dispose();
        connection.Dispose();
    }

    [GeneratedRegex(@"@\w+")]
    private static partial Regex ParameterNames();

    private void Loop()
    {
        while (!stops)
        {
            var now = DateTimeOffset.UtcNow.UtcTicks;
            begin.ExecuteNonQuery();
            foreach (var job in claimed)
                Commit(job, now);
            var committed = claimed.Count;
            Claim(now);
            commit.ExecuteNonQuery();
            Volatile.Write(ref runs, runs + committed);
        }
    }

    private void Commit(long job, long now)
    {
        var (fence, id) = (fences[job], ++runId);
        Bind(save, job, fence, id, now, open: null, state: string.Create(CultureInfo.InvariantCulture, $$"""{"count":{{fence}},"phase":"running"}"""));
        Bind(ran, job, fence, id, now, open: null, state: null);
    }

    private void Claim(long now)
    {
        claimed.Clear();
        due.Parameters[0].Value = 1L;
        using (var rows = due.ExecuteReader())
        {
            while (claimed.Count < batch && rows.Read())
                claimed.Add(rows.GetInt64(1));
        }

        foreach (var job in claimed)
        {
            var fence = fences[job] = fences.GetValueOrDefault(job) + 1;
            var until = now + TimeSpan.FromSeconds(30).Ticks;
            Bind(claim, job, fence, runId, until, string.Create(CultureInfo.InvariantCulture, $"[[{fence},1,{now},{until},{now},false,\"{Environment.MachineName}\"]]"), state: null);
        }
    }

    private void Bind(SqliteCommand command, long job, long fence, long run, long instant, string? open, string? state)
    {
        foreach (SqliteParameter parameter in command.Parameters)
        {
            parameter.Value = parameter.ParameterName switch
            {
                "@id" => job,
                "@fence" or "@last" or "@version" or "@state_fence" => fence,
                "@last_run" or "@newest_run" => run,
                "@run" => command == ran ? run : DBNull.Value,
                "@due" or "@next" or "@previous" or "@at" or "@scheduled" or "@started" or "@ended" => instant,
                "@lane" or "@attempt" or "@outcome" => 1L,
                "@kind" => 2L,
                "@abandoned" or "@taken" => 0L,
                "@open" => (object?)open ?? DBNull.Value,
                "@state" => (object?)state ?? DBNull.Value,
                "@node" => Environment.MachineName,
                "@run_id" or "@pending" or "@prune" or "@actor" or "@reason" or "@error" or "@result" => DBNull.Value,
                var name => throw new InvalidOperationException($"The store's statements have a new parameter, {name}: say in RawLoop what a run binds to it."),
            };
        }

        command.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The store's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var name in ParameterNames().Matches(sql).Select(match => match.Value).Distinct())
            command.Parameters.Add(new SqliteParameter { ParameterName = name, Value = DBNull.Value });
        command.Prepare();
        return command;
    }
}
