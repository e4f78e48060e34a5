using System.Buffers;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// How rows are written: one array for each column, one statement for many rows.
internal sealed class RowColumns
{
    private readonly JobSerializer serializer;
    private readonly Func<JobRow, long?> pruneAt;
    private readonly Func<JobRow, bool> isPlain;
    private readonly List<Column> columns;

    public RowColumns(JobSerializer serializer, Func<JobRow, bool> isPlain, Func<JobRow, long?> pruneAt)
    {
        this.serializer = serializer;
        this.isPlain = isPlain;
        this.pruneAt = pruneAt;
        columns = Describe();
        var names = columns.Select(column => column.Name).ToList();
        var types = string.Join(", ", columns.Select((column, index) => $"${index + 1}::{column.Type}[]"));
        var list = $"unnest({types}) AS i({string.Join(", ", names)})";
        Update = $"UPDATE job j SET {string.Join(", ", names.Where(name => name is not ("id" or "added_at")).Select(Assign))} FROM {list} WHERE j.id = i.id";
        // The plan's key decides whether the job is new.
        Insert = $"""
            WITH i AS MATERIALIZED (SELECT i.*, k.key, k.plan FROM {list} JOIN unnest(${names.Count + 1}::bigint[], ${names.Count + 2}::text[], ${names.Count + 3}::text[]) AS k(job, key, plan) ON k.job = i.id),
            p AS (INSERT INTO job_plan(job, version, key, plan) SELECT id, 1, key, plan FROM i ORDER BY key ON CONFLICT (key) DO NOTHING RETURNING job)
            INSERT INTO job({string.Join(", ", names)}) SELECT {string.Join(", ", names.Select(name => "i." + name))} FROM i JOIN p ON p.job = i.id RETURNING id
            """;
    }

    public string Update { get; }

    public string Insert { get; }

    // keepsState: the states of rows whose state has not changed are not sent.
    public IEnumerable<NpgsqlParameter> Parameters(IReadOnlyList<JobRow> rows, Func<JobRow, bool>? keepsState = null) =>
        columns.Select(column => column.Name == "state" && keepsState is not null
            ? Array(rows, row => keepsState(row) ? (ReadOnlyMemory<byte>?)null : row.State.Utf8, NpgsqlDbType.Text)
            : column.Parameter(rows));

    public static NpgsqlParameter Array<T>(IReadOnlyList<JobRow> rows, Func<JobRow, T> value, NpgsqlDbType type)
    {
        var values = new T[rows.Count];
        for (var index = 0; index < values.Length; index++)
            values[index] = value(rows[index]);
        return new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }

    private static string Assign(string name) => name == "state" ? "state = coalesce(i.state, j.state)" : $"{name} = i.{name}";

    private List<Column> Describe() =>
    [
        Bigint("id", row => row.Id),
        Number("lane", row => (int)row.Lane.Id),
        Number("priority", row => row.Lane.Priority),
        new("plain", "boolean", rows => Array(rows, isPlain, NpgsqlDbType.Boolean)),
        Small("status", row => (short)row.Status),
        Bigint("due_at", row => row.DueAt),
        Bigint("lease_until", row => InColumns(row)?.LeaseUntil),
        Bigint("next_fire", row => row.NextFire),
        Bigint("previous_fire", row => row.PreviousFire),
        Bigint("fence", row => row.Fence),
        Bigint("open_fence", row => InColumns(row)?.Fence ?? 0),
        Bigint("open_occurrence", row => InColumns(row)?.Occurrence),
        Bigint("open_claimed_at", row => InColumns(row)?.ClaimedAt),
        Text("open_node", row => InColumns(row)?.Node),
        new("open_advanced", "boolean", rows => Array(rows, row => InColumns(row)?.Advanced, NpgsqlDbType.Boolean)),
        new("runs", "text", rows => Array(rows, RunsOf, NpgsqlDbType.Text)),
        Text("pending", row => row.Pending.Count == 0 ? null : serializer.WritePending(row.Pending)),
        Bigint("last_fence", row => row.LastFence),
        Bigint("last_run", row => row.LastRun),
        Number("abandoned", row => row.Abandoned),
        Number("run_slots", row => row.RunSlots),
        Bigint("version", row => row.Version),
        Bigint("plan_version", row => row.PlanVersion),
        Bigint("added_at", row => row.AddedAt),
        Bigint("finished_at", row => row.FinishedAt),
        Bigint("prune_at", row => pruneAt(row)),
        Bigint("pause_at", row => row.Pause?.At.UtcTicks),
        Text("pause_actor", row => row.Pause?.Actor),
        Text("pause_reason", row => row.Pause?.Reason),
        Text("parked_code", row => row.Parked?.Code),
        Text("parked_reason", row => row.Parked?.Reason),
        Bigint("state_version", row => row.StateVersion),
        Bigint("state_at", row => row.StateBy.At),
        Small("state_kind", row => (short)row.StateBy.Kind),
        Bigint("state_fence", row => row.StateBy.Fence),
        Text("state_run", row => row.StateBy.RunId),
        Text("state_actor", row => row.StateBy.Actor),
        Text("state_reason", row => row.StateBy.Reason),
        Number("state_size", row => row.State.Utf8.Length),
        new("state", "text", rows => Array(rows, row => row.State.Utf8, NpgsqlDbType.Text)),
    ];

    // The open run of a plain job.
    private OpenRun? InColumns(JobRow row) => row.Open.Count == 1 && isPlain(row) ? row.Open[0] : null;

    private ReadOnlyMemory<byte>? RunsOf(JobRow row)
    {
        if (row.Open.Count == 0 || isPlain(row))
            return null;

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            OpenRunJson.Write(json, row.Open, serializer);
        return buffer.WrittenMemory;
    }

    private static Column Bigint(string name, Func<JobRow, long?> value) => new(name, "bigint", rows => Array(rows, value, NpgsqlDbType.Bigint));

    private static Column Number(string name, Func<JobRow, int> value) => new(name, "integer", rows => Array(rows, value, NpgsqlDbType.Integer));

    private static Column Small(string name, Func<JobRow, short> value) => new(name, "smallint", rows => Array(rows, value, NpgsqlDbType.Smallint));

    private static Column Text(string name, Func<JobRow, string?> value) => new(name, "text", rows => Array(rows, value, NpgsqlDbType.Text));

    private sealed record Column(string Name, string Type, Func<IReadOnlyList<JobRow>, NpgsqlParameter> Parameter);
}
