using System.Buffers;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using StatefulScheduler.Persistence;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.Sqlite;

// The table job with its cold parts, job_plan and job_tag, for the writer.
internal sealed class JobTable : IDisposable
{
    private readonly JobSerializer serializer;
    private readonly SqliteStoreOptions options;
    private readonly Lanes lanes;
    private readonly PlanCache plans;
    private readonly RowCache rows = new();
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter json;
    private readonly Statement byId;
    private readonly Statement idOf;
    private readonly Statement insert;
    private readonly Statement saveClaim;
    private readonly Statement saveRun;
    private readonly Statement saveState;
    private readonly Statement saveAll;
    private readonly Statement delete;
    private readonly Statement readPlan;
    private readonly Statement savePlan;
    private readonly Statement saveTag;
    private readonly Statement deleteTags;

    public JobTable(SqliteConnection connection, StatementEcho? echo, JobSerializer serializer, SqliteStoreOptions options, Lanes lanes, PlanCache plans)
    {
        this.serializer = serializer;
        this.options = options;
        this.lanes = lanes;
        this.plans = plans;
        json = new Utf8JsonWriter(buffer);
        byId = new(connection, $"SELECT {StoredRow.Columns} FROM job j WHERE j.id = @id", echo);
        idOf = new(connection, "SELECT id FROM job WHERE key = @job", echo);
        insert = new(
            connection,
            """
            INSERT INTO job(key, lane, due_at, status, next_fire, fence, last_fence, last_run, newest_run, abandoned, run_slots, version, plan_version, added_at, finished_at, prune_at,
                            pause_at, pause_actor, pause_reason, state_version, state_at, state_kind, state_fence, state_actor, state_reason, state)
            VALUES(@job, @lane, @due, @status, @next, 0, 0, 0, 0, 0, @slots, 1, 1, @added, @finished, @prune,
                   @pause_at, @pause_actor, @pause_reason, 1, @at, @kind, 0, @actor, @reason, @state) RETURNING id
            """,
            echo);
        saveClaim = new(connection, "UPDATE job SET due_at = @due, fence = @fence, newest_run = @newest_run, abandoned = @abandoned, open = @open, pending = @pending WHERE id = @id", echo);
        const string run = "due_at = @due, next_fire = @next, previous_fire = @previous, last_fence = @last, last_run = @last_run, newest_run = @newest_run, abandoned = @abandoned, prune_at = @prune, open = @open, pending = @pending";
        const string state = "lane = @lane, state_version = @version, state_at = @at, state_kind = @kind, state_fence = @state_fence, state_run = @run, state_actor = @actor, state_reason = @reason, state = @state";
        saveRun = new(connection, $"UPDATE job SET {run} WHERE id = @id", echo);
        saveState = new(connection, $"UPDATE job SET {run}, {state} WHERE id = @id", echo);
        saveAll = new(
            connection,
            $"""
            UPDATE job SET {run}, {state}, status = @status, fence = @fence, run_slots = @slots, version = @job_version, plan_version = @plan_version,
                   finished_at = @finished, pause_at = @pause_at, pause_actor = @pause_actor, pause_reason = @pause_reason,
                   parked_code = @parked_code, parked_reason = @parked_reason WHERE id = @id
            """,
            echo);
        delete = new(connection, "DELETE FROM job WHERE id = @id", echo);
        readPlan = new(connection, "SELECT plan FROM job_plan WHERE job = @id", echo);
        savePlan = new(connection, "INSERT INTO job_plan(job, plan) VALUES(@id, @plan) ON CONFLICT(job) DO UPDATE SET plan = excluded.plan", echo);
        saveTag = new(connection, "INSERT OR IGNORE INTO job_tag(tag, job) VALUES(@tag, @id)", echo);
        deleteTags = new(connection, "DELETE FROM job_tag WHERE job = @id", echo);
    }

    public JobRow? Find(long id)
    {
        if (rows.Find(id) is { } known)
            return known;

        byId.Start().Add(id);
        var row = byId.Step() ? StoredRow.Read(byId, lanes.Get, serializer) : null;
        byId.Reset();
        if (row is not null)
            rows.Put(row);
        return row;
    }

    public JobRow? Find(string key)
    {
        idOf.Start().Add(key);
        long? id = idOf.Step() ? idOf.Int64(0) : null;
        idOf.Reset();
        return id is { } found ? Find(found) : null;
    }

    public JobPlan PlanOf(JobRow row)
    {
        if (plans.Find(row.Id, row.PlanVersion) is { } known)
            return known;

        readPlan.Start().Add(row.Id);
        var text = readPlan.Step() ? readPlan.Text(0) : string.Empty;
        readPlan.Reset();
        return plans.Read(row, text);
    }

    public JobRow Insert(JobAddition job, string planJson, long now)
    {
        var plan = job.Plan;
        var row = NewRow.Of(job, new RowHandle(0), lanes.Get(plan.Handler, job.StateSchema, plan.Priority), now);
        insert.Start().Add(plan.Id).Add(row.Lane.Id).Add(row.DueAt).Add((long)row.Status).Add(row.NextFire).Add(plan.RunSlots).Add(row.AddedAt).Add(row.FinishedAt)
            .Add(PruneRule.At(row, plan, options.KeepCompleted, options.KeepFailed)).Add(row.Pause?.At.UtcTicks).Add(row.Pause?.Actor).Add(row.Pause?.Reason)
            .Add(now).Add((long)StateChangeKind.Added).Add(job.Actor).Add(job.Reason).AddText(job.State.Utf8.Span).Step();
        row.Handle = new RowHandle(insert.Int64(0));
        insert.Reset();
        WritePlan(row.Id, plan, planJson);
        plans.Put(row.Id, 1, plan);
        rows.Put(row);
        return row;
    }

    public void SavePlan(JobRow row, JobPlan plan)
    {
        deleteTags.Start().Add(row.Id).Run();
        WritePlan(row.Id, plan, serializer.WritePlan(plan));
        plans.Put(row.Id, row.PlanVersion, plan);
    }

    public void Save(JobRow row, RowChange change)
    {
        switch (change)
        {
            case RowChange.Claim:
                AddRuns(saveClaim.Start().Add(row.DueAt).Add(row.Fence).Add(row.NewestRun).Add(row.Abandoned), row).Add(row.Id).Run();
                break;
            case RowChange.Run:
                AddRun(saveRun, row).Add(row.Id).Run();
                break;
            case RowChange.State:
                AddState(AddRun(saveState, row), row).Add(row.Id).Run();
                break;
            default:
                AddState(AddRun(saveAll, row), row).Add((long)row.Status).Add(row.Fence).Add(row.RunSlots).Add(row.Version).Add(row.PlanVersion).Add(row.FinishedAt)
                    .Add(row.Pause?.At.UtcTicks).Add(row.Pause?.Actor).Add(row.Pause?.Reason).Add(row.Parked?.Code).Add(row.Parked?.Reason).Add(row.Id).Run();
                break;
        }
    }

    public void Delete(JobRow row)
    {
        delete.Start().Add(row.Id).Run();
        rows.Remove(row.Id);
    }

    // What was read or changed here may differ from the file now.
    public void Forget()
    {
        rows.Clear();
        plans.Clear();
        lanes.Load();
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[byId, idOf, insert, saveClaim, saveRun, saveState, saveAll, delete, readPlan, savePlan, saveTag, deleteTags])
            statement.Dispose();
        json.Dispose();
    }

    private void WritePlan(long id, JobPlan plan, string planJson)
    {
        savePlan.Start().Add(id).Add(planJson).Run();
        foreach (var tag in plan.Options.Tags)
            saveTag.Start().Add(tag).Add(id).Run();
    }

    private Statement AddRun(Statement save, JobRow row) =>
        AddRuns(save.Start().Add(row.DueAt).Add(row.NextFire).Add(row.PreviousFire).Add(row.LastFence).Add(row.LastRun).Add(row.NewestRun).Add(row.Abandoned).Add(PruneAt(row)), row);

    private static Statement AddState(Statement save, JobRow row) =>
        save.Add(row.Lane.Id).Add(row.StateVersion).Add(row.StateBy.At).Add((long)row.StateBy.Kind).Add(row.StateBy.Fence)
            .Add(row.StateBy.RunId).Add(row.StateBy.Actor).Add(row.StateBy.Reason).AddText(row.State.Utf8.Span);

    private Statement AddRuns(Statement save, JobRow row)
    {
        if (row.Open.Count == 0)
        {
            save.AddNull();
        }
        else
        {
            buffer.ResetWrittenCount();
            json.Reset();
            OpenRunJson.Write(json, row.Open, serializer);
            save.AddText(buffer.WrittenSpan);
        }

        return row.Pending.Count == 0 ? save.AddNull() : save.Add(serializer.WritePending(row.Pending));
    }

    private long? PruneAt(JobRow row) => row.FinishedAt is null ? null : PruneRule.At(row, PlanOf(row), options.KeepCompleted, options.KeepFailed);
}
