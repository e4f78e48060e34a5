using StatefulScheduler.Persistence;

namespace StatefulScheduler.PostgreSql;

// The schema, step by step; never change a step, add one. Instants are UTC ticks (100 ns since 0001-01-01), so that they come back exact.
//
// A firing writes job twice (claim, commit) and appends to job_run once. job is therefore the hot table: a claim and a renewal of a short run move no
// indexed column, so that the server updates the row in place, and only what is claimed has an index entry at all. What only commands change stands
// apart in job_plan and job_tag.
//
// plain: one run slot, active, nothing pending, no more than one open run, only decisions kept of its history. Such jobs are claimed and committed by
// one statement for many (FastClaim, FastCommit); their open run stands in the columns open_*, with its lease beside due_at: due is what has
// due_at <= now and lease_until <= now. Everything else goes row by row through the rules of RowCommits and RowClaims; its open runs stand in runs, as
// JSON, lease_until is NULL, and due_at says it all.
//
// lane: jobs of one handler and state schema (and priority); a claim names the lanes that its node can run.
// receipt: what a transaction with commands answered, so that it can be sent again when the answer was lost.
// What comes later (limits by key, cancelled runs, chains, tenants) are new columns and tables, which older nodes do not stumble over.
internal static class PostgreSqlSchema
{
    public static Migrations Migrations { get; } = new(
        "stateful-scheduler",
        new Migration(1, "jobs, runs and state history", """
            CREATE TABLE lane(
              id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, handler text NOT NULL, state_schema integer NOT NULL, priority integer NOT NULL,
              UNIQUE(handler, state_schema, priority));

            CREATE SEQUENCE job_id;
            CREATE TABLE job(
              id bigint PRIMARY KEY, lane integer NOT NULL, priority integer NOT NULL, plain boolean NOT NULL, status smallint NOT NULL,
              due_at bigint, lease_until bigint, next_fire bigint, previous_fire bigint, fence bigint NOT NULL,
              open_fence bigint NOT NULL, open_occurrence bigint, open_claimed_at bigint, open_node text, open_advanced boolean, open_claim bigint, runs text, pending text,
              last_fence bigint NOT NULL, last_run bigint NOT NULL, abandoned integer NOT NULL, run_slots integer NOT NULL,
              version bigint NOT NULL, plan_version bigint NOT NULL, added_at bigint NOT NULL, finished_at bigint, prune_at bigint,
              pause_at bigint, pause_actor text, pause_reason text, parked_code text, parked_reason text,
              state_version bigint NOT NULL, state_at bigint NOT NULL, state_kind smallint NOT NULL, state_fence bigint NOT NULL,
              state_run text, state_actor text, state_reason text, state_size integer NOT NULL, state text NOT NULL)
              WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0);
            CREATE INDEX job_due ON job(priority, due_at, id) WHERE due_at IS NOT NULL;
            CREATE INDEX job_prune ON job(prune_at) WHERE prune_at IS NOT NULL;

            CREATE TABLE job_plan(
              job bigint PRIMARY KEY REFERENCES job(id) ON DELETE CASCADE, version bigint NOT NULL, key text COLLATE "C" NOT NULL UNIQUE, plan text NOT NULL);

            CREATE TABLE job_tag(tag text COLLATE "C" NOT NULL, job bigint NOT NULL REFERENCES job(id) ON DELETE CASCADE, PRIMARY KEY(tag, job));
            CREATE INDEX job_tag_of ON job_tag(job);

            CREATE TABLE job_run(
              job bigint NOT NULL, fence bigint NOT NULL, run_id text, scheduled_at bigint NOT NULL, attempt integer NOT NULL, outcome smallint NOT NULL,
              taken_over boolean NOT NULL, started_at bigint, ended_at bigint NOT NULL, node text, error text, result text,
              PRIMARY KEY(job, fence, ended_at)) PARTITION BY RANGE (ended_at);
            CREATE TABLE job_run_other PARTITION OF job_run DEFAULT;

            CREATE TABLE state_history(
              job bigint NOT NULL REFERENCES job(id) ON DELETE CASCADE, version bigint NOT NULL, schema integer NOT NULL, at bigint NOT NULL, kind smallint NOT NULL,
              run_id text, actor text, reason text, state text NOT NULL, PRIMARY KEY(job, version));

            CREATE TABLE receipt(token uuid PRIMARY KEY, at timestamptz NOT NULL DEFAULT statement_timestamp(), answers text NOT NULL);

            CREATE TABLE maintenance(task text PRIMARY KEY, done_at timestamptz NOT NULL, node text NOT NULL);

            -- The text is the truth; what of it is JSON that jsonb can hold is what queries see. jsonb has no U+0000: it becomes U+0001. NULL where a number is
            -- too large or too small for numeric. Not parallel safe: a block with an exception is refused there until PostgreSQL 17.
            CREATE FUNCTION state_json(state text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE STRICT AS $$
            BEGIN
              RETURN state::jsonb;
            EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
              BEGIN
                RETURN regexp_replace(state, '(?<!\\)((?:\\\\)*)\\u0000', '\1\\u0001', 'g')::jsonb;
              EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
                RETURN NULL;
              END;
            END $$;

            -- A value as a short text that an index can hold and that sorts, by bytes, as values of one type do. Long texts with the same beginning, and numbers
            -- with the same double, have the same; so it finds candidates, and the value itself decides.
            CREATE FUNCTION json_key(value jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
            DECLARE
              number numeric;
              bits bigint;
            BEGIN
              IF jsonb_typeof(value) <> 'number' THEN
                RETURN left(jsonb_typeof(value), 1) || left(CASE jsonb_typeof(value) WHEN 'string' THEN value #>> '{}' ELSE value::text END, 200);
              END IF;

              -- Within what a double can be; its bits, the sign turned round, sort as it does.
              number := least(greatest(value::numeric, -1e308), 1e308);
              IF abs(number) < 1e-300 THEN
                number := 0;
              END IF;
              bits := ('x' || encode(float8send(number::float8), 'hex'))::bit(64)::bigint;
              RETURN '1' || lpad(to_hex(CASE WHEN bits < 0 THEN ~bits ELSE bits | (1::bigint << 63) END), 16, '0');
            END $$;
            """));
}
