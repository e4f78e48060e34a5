using System.Text;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

internal static class SnapshotChecks
{
    public static IEnumerable<JobStoreCheck> All =>
    [
        new("State bytes come back as given", StateBytes),
        new("A state is stored as it is given: a member that it leaves out is gone", LeftOut),
        new("Members of the definition survive", Definition),
        new("Members of the snapshot survive", Snapshot),
        new("A job that was added paused is paused as it was said", AddedPaused),
        new("The last run survives with its result or its error", LastRun),
        new("A snapshot does not change when its job does", SnapshotStands),
    ];

    // What is merged with what was decided before: a store that merges again brings back what was removed.
    private static async Task LeftOut(TestedStore store)
    {
        await store.AddAsync(store.Job("a", store.Now) with { State = JobState.Parse("""{"a":1,"b":{"c":2},"d":3,"e":4}""") });
        var claim = await store.ClaimOneAsync("a");
        await store.SetStateAsync("a", JobState.Parse("""{"b":{},"d":3,"e":4}"""), 1);
        await IsAsync("""{"b":{},"d":3,"e":4}""", "after a command");
        await store.CommittedAsync(Commits.Checkpoint(claim, JobState.Parse("""{"d":3,"e":4}"""), 2, store.Now));
        await IsAsync("""{"d":3,"e":4}""", "after a checkpoint");
        await store.CommittedAsync(Commits.End(claim, store.Now) with { State = JobState.Parse("""{"e":4}"""), StateSchema = 1, StateVersion = 3 });
        await IsAsync("""{"e":4}""", "after the end of a run");

        async Task IsAsync(string state, string when) => Expect.Equal(state, (await store.GetAsync("a")).State.ToString(), $"the state {when}");
    }

    private static async Task StateBytes(TestedStore store)
    {
        string[] states =
        [
            "{}",
            "{ \"b\" : 1 ,\n\t\"a\":\r\n[ ] }  ",
            """{"price":1.10,"big":9007199254740993,"long":12345678901234567.89,"exp":1e2,"tiny":-0.0}""",
            """{"名字":"中文","emoji":"😀","escaped":"\u4e2d\u0000\/\\\"","":null}""",
            """{"z":1,"a":{"z":[1,{"k":[]}],"a":true},"m":null}""",
            $$"""{"long":"{{new string('ß', 40_000)}}"}""",
        ];
        for (var number = 0; number < states.Length; number++)
        {
            var bytes = Encoding.UTF8.GetBytes(states[number]);
            await store.AddAsync(store.Job($"added-{number}", store.Now) with { State = JobState.Parse(bytes) });
            await store.AddAsync(store.Job($"changed-{number}", null));
            await store.SetStateAsync($"changed-{number}", JobState.Parse(bytes), 1);

            Same(bytes, (await store.GetAsync($"added-{number}")).State, "the state of a job that was added");
            Same(bytes, (await store.GetAsync($"changed-{number}")).State, "the state that replaced another");
            Same(bytes, (await store.ClaimOneAsync($"added-{number}")).State, "the state in the claim");
            var page = await store.Store.QueryAsync(new() { IdPrefix = $"added-{number}" }, store.Cancellation);
            Same(bytes, page.Items[0].State, "the state in a query's answer");
        }
    }

    private static void Same(byte[] given, JobState found, string what)
    {
        if (!found.Utf8.Span.SequenceEqual(given))
            throw Expect.Broken(what, Encoding.UTF8.GetString(given), Encoding.UTF8.GetString(found.Utf8.Span));
    }

    private static async Task Definition(TestedStore store)
    {
        var plan = Some.Plan("a", store.Now) with
        {
            Trigger = Trigger.Cron("*/5 9-17 * * 1-5", "Europe/Berlin") | Trigger.Every(TimeSpan.FromHours(7), store.Now).Until(store.Now.AddDays(90)),
            Arguments = JobValue.Parse("""{"price":1.10,"名":"中文"}"""),
            AnchoredAt = store.Now.AddMinutes(3),
            RunSlots = 4,
            Priority = -7,
            History = StateHistoryPolicy.All(17) with { Age = TimeSpan.FromDays(3) },
            Declaration = """{"handler":"import"}""",
            Options = new()
            {
                Tags = ["nightly", "中文"],
                Description = "Imports 'orders'; \"all\" of them.\n",
                Executor = "inline",
                Priority = -7,
                Timeout = TimeSpan.FromSeconds(90),
                MisfireGrace = TimeSpan.FromMinutes(5),
                Coalesce = CoalesceMode.All,
                MaxConcurrentRuns = 4,
                WhenFull = WhenFull.Queue,
                OnFailure = FailurePolicy.Retry(5, RetryBackoff.Fixed(TimeSpan.FromSeconds(3))).ThenPause(new() { ["state"] = "error" }),
                OnStateConflict = StateConflictPolicy.KeepRun,
                Delivery = DeliveryGuarantee.AtMostOnce,
                StateHistory = StateHistoryPolicy.All(17),
                KeepFinished = TimeSpan.FromDays(9),
            },
        };
        await store.AddAsync(store.Job("a", store.Now) with { Plan = plan });

        var found = (await store.GetAsync("a")).Plan;
        Expect.Equal(TestedStore.Serializer.WritePlan(plan), TestedStore.Serializer.WritePlan(found), "the definition as JSON");
        Expect.That(plan.Equals(found), "the definition", "one that is equal", found);
        Expect.That(plan.Equals((await store.ClaimOneAsync("a")).Plan), "the definition in the claim", "one that is equal", "another");
    }

    private static async Task Snapshot(TestedStore store)
    {
        await store.AddAsync(store.Job("a", store.Now) with { StateSchema = 1, Actor = "ada", Reason = "to begin with" });
        var claim = await store.ClaimOneAsync("a");
        await store.EndAsync(claim);
        var manual = Some.Manual(store.Now.AddDays(1), "promised") with { Attempt = 2, IdleFor = TimeSpan.FromSeconds(7), FirstAttemptAt = store.Now.AddMinutes(-1) };
        var retry = Some.Retry(store.Now.AddDays(2), store.Now, attempt: 4) with { OffSchedule = true };
        await store.AddPendingAsync("a", manual);
        await store.AddPendingAsync("a", retry);
        var pause = new PauseInfo(store.Now, "ada", "because of 'this'");
        await store.CommittedAsync(Commits.Command("a", store.Now) with
        {
            State = Some.State(3),
            StateSchema = 6,
            StateVersion = 1,
            Status = JobStatus.Paused,
            MovesSchedule = true,
            NextFireAt = store.Now.AddTicks(TimeSpan.TicksPerMillisecond * 12345),
            PreviousFireAt = store.Now.AddDays(-3),
            RaisesVersion = true,
            Details = new() { Pause = pause },
        });

        var job = await store.GetAsync("a");
        Expect.Equal("tested", job.Store, "the name of the store");
        Expect.Equal((Some.State(3), 6, 2L, 2L), (job.State, job.StateSchema, job.Version, job.StateVersion), "state, schema, version, state version");
        Expect.Equal((JobStatus.Paused, pause, null), (job.Status, job.Pause, job.Parked), "status, pause, parked");
        Expect.Equal((store.Now.AddTicks(TimeSpan.TicksPerMillisecond * 12345), store.Now.AddDays(-3)), (job.NextFireAt, job.PreviousFireAt), "next and previous fire");
        Expect.Equal((0, null), (job.RunningCount, job.FinishedAt), "open runs and FinishedAt");
        Expect.Sequence([manual, retry], job.Pending, "what waits");
        Expect.Equal("a#1", job.LastRun?.Id, "the id of the last run");
        var page = await store.Store.QueryAsync(JobQuery.All, store.Cancellation);
        Expect.Equal(Portrait.Of(job), Portrait.Of(page.Items[0]), "the job in a query's answer");
    }

    private static async Task AddedPaused(TestedStore store)
    {
        var pause = new PauseInfo(store.Now, "ada", "not yet");
        await store.AddAsync(store.Job("a", store.Now) with { Status = JobStatus.Paused, Pause = pause, StateSchema = 3 });
        await store.AddAsync(store.Job("b", null) with { Status = JobStatus.Completed });

        var job = await store.GetAsync("a");
        Expect.Equal((JobStatus.Paused, pause, 3, store.Now), (job.Status, job.Pause, job.StateSchema, job.NextFireAt), "status, pause, schema and next fire");
        Expect.Equal(store.Now, (await store.GetAsync("b")).FinishedAt, "FinishedAt of a job that was added completed");
    }

    private static async Task LastRun(TestedStore store)
    {
        await store.AddAsync("a");
        var claim = await store.ClaimOneAsync("a");
        var scheduled = store.Now;
        store.Advance(TimeSpan.FromSeconds(2));
        var error = new RunError("System.IO.IOException", "no 'space'\nleft", "at line 1");
        await store.CommittedAsync(Commits.End(claim, store.Now, RunOutcome.Failed) with
        {
            StartedAt = scheduled.AddSeconds(1),
            NextFireAt = store.Now,
            Details = new() { RunId = claim.RunId, Node = "node-1", Error = error },
        });
        var failed = Expect.Found((await store.GetAsync("a")).LastRun, "the last run");
        Expect.Equal(new("a#1", "a", scheduled, 1, RunOutcome.Failed) { Fence = 1, StartedAt = scheduled.AddSeconds(1), EndedAt = store.Now, Node = "node-1", Error = error }, failed, "a run that failed");

        await store.AddPendingAsync("a", Some.Manual(store.Now, "promised") with { Attempt = 3 });
        var manual = await store.ClaimOneAsync("a");
        var result = JobValue.Parse("""{"total":1.10}""");
        await store.CommittedAsync(Commits.End(manual, store.Now) with { Details = new() { Result = result } });
        var succeeded = Expect.Found((await store.GetAsync("a")).LastRun, "the last run");
        Expect.Equal(new("promised", "a", store.Now, 3, RunOutcome.Succeeded) { Fence = 2, StartedAt = store.Now, EndedAt = store.Now, Node = "node-1", Result = result }, succeeded, "a run that succeeded, and whose commit does not repeat its id");
        Expect.Equal("""{"total":1.10}""", succeeded.Result.ToString(), "the text of its result");
    }

    private static async Task SnapshotStands(TestedStore store)
    {
        await store.AddAsync("a");
        await store.AddPendingAsync("a", Some.Manual(store.Now.AddDays(1)));
        var before = await store.GetAsync("a");
        var portrait = Portrait.Of(before);
        var claim = await store.ClaimOneAsync("a");
        var shown = Portrait.Of(claim);
        await store.SetStateAsync("a", Some.State(1), 1);
        await store.CommittedAsync(Commits.End(claim, store.Now) with { Details = new() { Drops = PendingKind.Manual } });
        await store.SetStatusAsync("a", JobStatus.Paused);

        Expect.Equal(portrait, Portrait.Of(before), "the snapshot");
        Expect.Equal(shown, Portrait.Of(claim), "the claim");
    }
}
