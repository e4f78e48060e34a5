using StatefulScheduler.Persistence;

namespace StatefulScheduler.Sqlite;

// The schema, step by step; never change a step, add one. Instants are UTC ticks (100 ns since 0001-01-01).
//
// A firing writes job twice (claim, commit) and appends to job_run once, so job is narrow and has no index that a firing moves but job_due;
// what only commands change stands apart in job_plan and job_tag. job_run has no index at all: a page of its own for each job would be written at
// each firing. Its rows are chained, from job.newest_run through job_run.previous.
// lane: jobs of one handler, state schema and priority. A claim reads the lanes that its node can run, by priority, each in the order of due_at:
// nothing is sorted, and jobs that nobody here can run are not even looked at.
// job.open and job.pending are JSON: the runs in flight, and those that wait. job.due_at is computed from them, see DueRule.
internal static class SqliteSchema
{
    public const int ApplicationId = 0x53545331; // "STS1"

    public static Migrations Migrations { get; } = new(
        "stateful-scheduler",
        new Migration(1, "jobs, runs and state history", $"""
            CREATE TABLE store_owner(
              one INTEGER PRIMARY KEY CHECK(one = 1), epoch INTEGER NOT NULL, node TEXT NOT NULL, machine TEXT NOT NULL, process INTEGER NOT NULL, since INTEGER NOT NULL) STRICT;

            CREATE TABLE lane(
              id INTEGER PRIMARY KEY, handler TEXT NOT NULL, state_schema INTEGER NOT NULL, priority INTEGER NOT NULL,
              UNIQUE(handler, state_schema, priority)) STRICT;

            CREATE TABLE job(
              id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, lane INTEGER NOT NULL REFERENCES lane(id),
              due_at INTEGER, status INTEGER NOT NULL, next_fire INTEGER, previous_fire INTEGER,
              fence INTEGER NOT NULL, last_fence INTEGER NOT NULL, last_run INTEGER NOT NULL, newest_run INTEGER NOT NULL, abandoned INTEGER NOT NULL, run_slots INTEGER NOT NULL,
              version INTEGER NOT NULL, plan_version INTEGER NOT NULL, added_at INTEGER NOT NULL, finished_at INTEGER, prune_at INTEGER,
              open TEXT, pending TEXT,
              pause_at INTEGER, pause_actor TEXT, pause_reason TEXT, parked_code TEXT, parked_reason TEXT,
              state_version INTEGER NOT NULL, state_at INTEGER NOT NULL, state_kind INTEGER NOT NULL, state_fence INTEGER NOT NULL,
              state_run TEXT, state_actor TEXT, state_reason TEXT, state TEXT NOT NULL) STRICT;
            CREATE INDEX job_due ON job(lane, due_at) WHERE due_at IS NOT NULL;
            CREATE INDEX job_prune ON job(prune_at) WHERE prune_at IS NOT NULL;

            CREATE TABLE job_plan(job INTEGER PRIMARY KEY REFERENCES job(id) ON DELETE CASCADE, plan TEXT NOT NULL) STRICT;

            CREATE TABLE job_tag(
              tag TEXT NOT NULL, job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE, PRIMARY KEY(tag, job)) STRICT, WITHOUT ROWID;
            CREATE INDEX job_tag_of ON job_tag(job);

            CREATE TABLE job_run(
              id INTEGER PRIMARY KEY, job INTEGER NOT NULL, previous INTEGER NOT NULL, fence INTEGER NOT NULL, run_id TEXT, scheduled_at INTEGER NOT NULL,
              attempt INTEGER NOT NULL, outcome INTEGER NOT NULL, taken_over INTEGER NOT NULL, started_at INTEGER, ended_at INTEGER NOT NULL,
              node TEXT, error TEXT, result TEXT) STRICT;

            CREATE TABLE state_history(
              job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE, version INTEGER NOT NULL, schema INTEGER NOT NULL, at INTEGER NOT NULL,
              kind INTEGER NOT NULL, run_id TEXT, actor TEXT, reason TEXT, state TEXT NOT NULL, PRIMARY KEY(job, version)) STRICT;

            PRAGMA application_id = {ApplicationId};
            """));
}
