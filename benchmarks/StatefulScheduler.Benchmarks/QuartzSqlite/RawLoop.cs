using System.Globalization;
using Microsoft.Data.Sqlite;
using StatefulScheduler.Benchmarks.Schedulers;

namespace StatefulScheduler.Benchmarks.QuartzSqlite;

// The limit: the statements that our store executes for a firing, prepared, in one loop on one connection, at the same number of runs a transaction.
//
// BEGIN IMMEDIATE → for each claimed job: UPDATE job (state, schedule), INSERT job_run → SELECT what is due → for each: UPDATE job (claim) → COMMIT
internal sealed class RawLoop : IDisposable
{
    private const int PruneEvery = 16;
    private const int KeepRuns = 100;
    private readonly SqliteConnection connection;
    private readonly int batch;
    private readonly Thread thread;
    private readonly SqliteCommand begin;
    private readonly SqliteCommand commit;
    private readonly SqliteCommand due;
    private readonly SqliteCommand claim;
    private readonly SqliteCommand save;
    private readonly SqliteCommand ran;
    private readonly SqliteCommand prune;
    private readonly Dictionary<long, long> fences = [];
    private readonly List<long> claimed = [];
    private long runs;
    private volatile bool stops;

    public RawLoop(string file, int batch)
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
        due = Prepare("SELECT due_at, id FROM job WHERE lane = @lane AND due_at IS NOT NULL ORDER BY due_at, id", "@lane");
        claim = Prepare(
            "UPDATE job SET due_at = @due, fence = @fence, abandoned = @abandoned, open = @open, pending = @pending WHERE id = @id",
            "@due", "@fence", "@abandoned", "@open", "@pending", "@id");
        save = Prepare(
            """
            UPDATE job SET due_at = @due, next_fire = @next, previous_fire = @previous, last_fence = @last, abandoned = @abandoned, prune_at = @prune, open = @open, pending = @pending,
              lane = @lane, state_version = @version, state_at = @at, state_kind = @kind, state_fence = @state_fence, state_run = @run, state_actor = @actor, state_reason = @reason, state = @state
            WHERE id = @id
            """,
            "@due", "@next", "@previous", "@last", "@abandoned", "@prune", "@open", "@pending",
            "@lane", "@version", "@at", "@kind", "@state_fence", "@run", "@actor", "@reason", "@state", "@id");
        ran = Prepare(
            """
            INSERT OR REPLACE INTO job_run(job, fence, run_id, scheduled_at, attempt, outcome, taken_over, started_at, ended_at, node, error, result)
            VALUES(@id, @fence, @run, @scheduled, @attempt, @outcome, @taken, @started, @ended, @node, @error, @result)
            """,
            "@id", "@fence", "@run", "@scheduled", "@attempt", "@outcome", "@taken", "@started", "@ended", "@node", "@error", "@result");
        prune = Prepare("DELETE FROM job_run WHERE job = @id AND fence <= @fence AND fence <> @last", "@id", "@fence", "@last");
        thread = new Thread(Loop) { IsBackground = true, Name = "raw loop" };
        thread.Start();
    }

    public long Runs => Volatile.Read(ref runs);

    public void Dispose()
    {
        stops = true;
        thread.Join();
        foreach (var command in (SqliteCommand[])[begin, commit, due, claim, save, ran, prune])
            command.Dispose();
        connection.Dispose();
    }

    private void Loop()
    {
        while (!stops)
        {
            var now = DateTimeOffset.UtcNow.UtcTicks;
            begin.ExecuteNonQuery();
            foreach (var job in claimed)
                Commit(job, now);
            Claim(now);
            commit.ExecuteNonQuery();
            Volatile.Write(ref runs, runs + claimed.Count); // Claimed now, and committed by the next turn: as many as were committed by this one.
        }
    }

    private void Commit(long job, long now)
    {
        var fence = fences[job];
        Bind(save, now, now, now, fence, 0, null, null, null, 1, fence, now, 2, fence, null, null, null, string.Create(CultureInfo.InvariantCulture, $$"""{"count":{{fence}},"phase":"running"}"""), job);
        Bind(ran, job, fence, null, now, 1, 1, 0, now, now, Environment.MachineName, null, null);
        if (fence % PruneEvery == 0)
            Bind(prune, job, fence - KeepRuns, fence);
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
            Bind(claim, until, fence, 0, string.Create(CultureInfo.InvariantCulture, $"[[{fence},1,{now},{until},{now},false,\"{Environment.MachineName}\"]]"), null, job);
        }
    }

    private static void Bind(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = name, Value = DBNull.Value });
        command.Prepare();
        return command;
    }
}
