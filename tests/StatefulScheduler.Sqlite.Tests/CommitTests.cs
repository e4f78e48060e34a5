using System.Text;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Sqlite.Tests;

public sealed class CommitTests : IAsyncLifetime
{
    private TestStore store = null!;

    public async ValueTask InitializeAsync() => store = await TestStore.OpenAsync();

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_run_ends_once_and_the_second_commit_of_its_fence_changes_nothing()
    {
        await store.AddAsync("job");
        var claim = await store.ClaimAsync();

        var first = await store.CommitOneAsync(store.End(claim, state: """{"n":1}"""));
        var second = await store.CommitOneAsync(store.End(claim, state: """{"n":2}"""));

        Assert.Equal((CommitStatus.Committed, 2), (first.Status, first.StateVersion));
        Assert.Equal((CommitStatus.AlreadyCommitted, 2), (second.Status, second.StateVersion));
        Assert.Equal("""{"n":1}""", (await store.GetAsync("job")).State.ToString());
        Assert.Equal((0, RunOutcome.Succeeded, "job#1"), (first.Job!.RunningCount, first.Job.LastRun!.Outcome, first.Job.LastRun.Id));
    }

    [Fact]
    public async Task An_older_fence_that_ended_is_still_known()
    {
        await store.AddAsync("job");
        var old = await store.ClaimAsync();
        await store.CommitAsync(store.End(old));
        store.Time.Advance(TimeSpan.FromMinutes(1));
        await store.CommitAsync(store.End(await store.ClaimAsync()));

        Assert.Equal(CommitStatus.AlreadyCommitted, (await store.CommitOneAsync(store.End(old))).Status);
    }

    [Fact]
    public async Task A_checkpoint_after_the_end_comes_too_late()
    {
        await store.AddAsync("job");
        var claim = await store.ClaimAsync();
        await store.CommitAsync(store.End(claim));
        var checkpoint = store.End(claim, state: """{"n":9}""");
        checkpoint.EndsRun = false;

        Assert.Equal(CommitStatus.StaleRun, (await store.CommitOneAsync(checkpoint)).Status);
    }

    [Fact]
    public async Task A_fence_that_was_never_given_is_stale()
    {
        await store.AddAsync("job");
        var claim = await store.ClaimAsync();
        claim.Fence = 77;

        Assert.Equal(CommitStatus.StaleRun, (await store.CommitOneAsync(store.End(claim))).Status);
    }

    [Fact]
    public async Task A_late_run_of_a_job_that_was_removed_and_added_again_is_gone()
    {
        await store.AddAsync("job");
        var late = await store.ClaimAsync();
        var removed = await store.CommitOneAsync(new JobCommit { JobId = "job", Removes = true, At = store.Time.Now });
        await store.AddAsync("job");
        await store.ClaimAsync();

        Assert.Equal((CommitStatus.Committed, 0), (removed.Status, removed.StateVersion));
        Assert.Equal(CommitStatus.Gone, (await store.CommitOneAsync(store.End(late, state: """{"n":9}"""))).Status);
        Assert.Equal(1, (await store.GetAsync("job")).StateVersion);
    }

    [Fact]
    public async Task A_job_that_is_not_there_is_gone() =>
        Assert.Equal(CommitStatus.Gone, (await store.CommitOneAsync(new JobCommit { JobId = "nobody", At = store.Time.Now })).Status);

    [Fact]
    public async Task A_state_that_changed_meanwhile_is_a_conflict_that_names_the_job_as_it_is_and_leaves_the_run_open()
    {
        var job = await store.AddAsync("job");
        var claim = await store.ClaimAsync();
        await store.CommitAsync(store.Modify(job, """{"n":5}"""));

        var end = store.End(claim, state: """{"n":1}""");
        var conflict = await store.CommitOneAsync(end);
        end.StateVersion = conflict.Job!.StateVersion;
        var resent = await store.CommitOneAsync(end);

        Assert.Equal((CommitStatus.VersionConflict, 2, 1), (conflict.Status, conflict.StateVersion, conflict.Job.RunningCount));
        Assert.Equal("""{"n":5}""", conflict.Job.State.ToString());
        Assert.Equal(CommitStatus.Committed, resent.Status);
    }

    [Fact]
    public async Task Versions_are_compared_only_where_they_matter()
    {
        var job = await store.AddAsync("job");
        await store.CommitAsync(store.Modify(job, """{"n":5}"""));

        Assert.Equal(CommitStatus.Committed, (await store.CommitOneAsync(new JobCommit { JobId = "job", StateVersion = 1, At = store.Time.Now })).Status);
        Assert.Equal(CommitStatus.VersionConflict, (await store.CommitOneAsync(new JobCommit { JobId = "job", StateVersion = 1, ChecksState = true, At = store.Time.Now })).Status);
        Assert.Equal(CommitStatus.VersionConflict, (await store.CommitOneAsync(new JobCommit { JobId = "job", Version = 1, At = store.Time.Now })).Status);
    }

    [Fact]
    public async Task One_item_that_loses_its_race_does_not_spoil_the_others()
    {
        await store.AddAsync(store.Job("a"), store.Job("b"));
        var (_, claims) = await store.ClaimAllAsync();
        var wrong = store.End(claims[0], state: "{}");
        wrong.StateVersion = 99;

        var results = await store.CommitAsync(wrong, new JobCommit { JobId = "nobody" }, store.End(claims[1], state: """{"ok":true}"""));

        Assert.Equal([CommitStatus.VersionConflict, CommitStatus.Gone, CommitStatus.Committed], results.Select(result => result.Status));
    }

    [Theory]
    [InlineData("""{"a":9007199254740993,"b":12345678901234567.89,"c":1.10,"d":1e2}""")]
    [InlineData("""{ "b" : 1,   "a":2 }""")]
    [InlineData("""{"中文":"你好 \u0000 😀","é":"\u00e9"}""")]
    [InlineData("{}")]
    public async Task The_bytes_of_a_state_come_back_as_they_were(string json)
    {
        await store.AddAsync("job", state: json);
        Assert.Equal(json, Encoding.UTF8.GetString((await store.GetAsync("job")).State.Utf8.Span));

        await using var reopened = await store.ReopenAsync();
        Assert.Equal(json, Encoding.UTF8.GetString((await reopened.ClaimAsync()).State.Utf8.Span));
    }

    [Fact]
    public async Task Everything_that_a_command_says_is_stored_and_read_again()
    {
        var added = await store.AddAsync("job");
        var plan = added.Plan with { Options = new JobOptions { Tags = ["red"], Description = "new" }, Priority = 3, RunSlots = 4, Handler = "other" };
        await store.CommitAsync(store.Modify(added, """{"n":2}""") with
        {
            StateSchema = 2,
            Status = JobStatus.Parked,
            MovesSchedule = true,
            NextFireAt = store.Time.Now.AddTicks(1),
            PreviousFireAt = store.Time.Now.AddTicks(-1),
            Details = new() { Plan = plan, Parked = new ParkInfo("STS3001", "odd"), Adds = Some.Manual(store, "m") },
        });

        await using var reopened = await store.ReopenAsync();
        var job = await reopened.GetAsync("job");

        Assert.Equal(plan, job.Plan);
        Assert.Equal((JobStatus.Parked, new ParkInfo("STS3001", "odd"), 2L, 2L, 2), (job.Status, job.Parked!, job.Version, job.StateVersion, job.StateSchema));
        Assert.Equal((store.Time.Now.AddTicks(1), store.Time.Now.AddTicks(-1)), (job.NextFireAt!.Value, job.PreviousFireAt!.Value));
        Assert.Equal(Some.Manual(store, "m"), Assert.Single(job.Pending));
        Assert.Equal(["job"], await reopened.IdsAsync(new JobQuery { Tags = ["red"], Handler = "other" }));
    }

    [Fact]
    public async Task A_job_whose_id_is_taken_is_not_added()
    {
        await store.AddAsync("job", state: """{"n":1}""");

        var results = await store.AddAsync(store.Job("job"), store.Job("new"), store.Job("new", state: """{"n":7}"""));

        Assert.Equal([false, true, false], results.Select(result => result.Added));
        Assert.Equal("""{"n":1}""", results[0].Job.State.ToString());
        Assert.Equal("""{"n":0}""", results[2].Job.State.ToString());
    }

    [Fact]
    public async Task Commits_and_a_claim_go_in_one_transaction()
    {
        await store.AddAsync(store.Job("a"), store.Job("b"));
        var (_, claims) = await store.ClaimAllAsync(room: 1);
        var before = store.Store.Open.Groups;
        var exchange = new JobExchange
        {
            Commits = new[] { store.End(claims[0]) },
            Results = new CommitResult[1],
            Request = new ClaimRequest("a", TestStore.Handlers(("h", 1)), TimeSpan.FromSeconds(30)),
            Claims = new JobClaim[5],
        };

        var found = await store.Store.ExchangeAsync(exchange, TestContext.Current.CancellationToken);

        Assert.Equal((1, 1L), (found.Count, store.Store.Open.Groups - before));
        Assert.Equal(CommitStatus.Committed, exchange.Results.Span[0].Status);
        Assert.Equal("b", exchange.Claims.Span[0].Plan.Id);
    }
}
