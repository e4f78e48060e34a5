using Microsoft.Extensions.Logging.Abstractions;
using StatefulScheduler.Stores;

namespace StatefulScheduler.PostgreSql.Tests;

// The server has stored what was sent, and the answer is lost on the way: the store sends it again, and finds out.
public sealed class LostAnswerTests(TestServer fixture) : DatabaseTest(fixture)
{
    private static readonly DateTimeOffset Past = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ClaimRequest Request = new("node-1", new HandlerSet(new Dictionary<string, int> { ["import"] = 1 }), TimeSpan.FromMinutes(1));

    [Fact]
    public async Task An_addition_is_answered_as_added()
    {
        await using var store = await OpenStoreAsync();
        var results = new AddResult[2];
        await store.AddAsync(new[] { Job("a"), Job("b") }, results, Ct);

        Assert.All(results, result => Assert.True(result.Added));
        Assert.Equal(2, await ScalarAsync<long>("SELECT count(*) FROM stateful_scheduler.job"));
    }

    [Fact]
    public async Task A_command_is_stored_once()
    {
        await using var store = await OpenStoreAsync();
        await store.AddAsync(new[] { Job("a") }, new AddResult[1], Ct);

        var results = new CommitResult[1];
        await store.CommitAsync(new[] { new JobCommit { JobId = "a", State = new JobState { ["n"] = 1 }, StateSchema = 1, StateVersion = 1, Kind = StateChangeKind.Modified, RaisesVersion = true, At = Past, WantsJob = true } }, results, Ct);

        Assert.Equal((CommitStatus.Committed, 2, 2), (results[0].Status, results[0].StateVersion, results[0].Job!.Version));
        Assert.Equal(2, (await store.GetAsync("a", Ct))!.StateVersion);
    }

    [Fact]
    public async Task A_removal_is_answered_as_done()
    {
        await using var store = await OpenStoreAsync();
        await store.AddAsync(new[] { Job("a") }, new AddResult[1], Ct);

        var results = new CommitResult[1];
        await store.CommitAsync(new[] { new JobCommit { JobId = "a", Removes = true, At = Past } }, results, Ct);

        Assert.Equal(CommitStatus.Committed, results[0].Status);
        Assert.Null(await store.GetAsync("a", Ct));
    }

    [Fact]
    public async Task A_claim_is_not_lost_with_its_answer()
    {
        await using var store = await OpenStoreAsync();
        await store.AddAsync(new[] { Job("a"), Job("b") }, new AddResult[2], Ct);

        var claims = new JobClaim[8];
        var found = await store.ClaimDueAsync(Request, claims, Ct);

        Assert.Equal(["a", "b"], claims.Take(found.Count).Select(claim => claim.Plan.Id));
        Assert.All(claims.Take(found.Count), claim => Assert.Equal(1, claim.Fence));
    }

    [Fact]
    public async Task The_end_of_a_run_is_stored_once()
    {
        await using var store = await OpenStoreAsync();
        await store.AddAsync(new[] { Job("a") }, new AddResult[1], Ct);
        var claims = new JobClaim[1];
        await store.ClaimDueAsync(Request, claims, Ct);

        var results = new CommitResult[1];
        await store.CommitAsync(
            new[]
            {
                new JobCommit
                {
                    JobId = "a", Handle = claims[0].Handle, Fence = 1, EndsRun = true, Outcome = RunOutcome.Succeeded, State = new JobState { ["n"] = 1 }, StateSchema = 1, StateVersion = 1,
                    Kind = StateChangeKind.RunSucceeded, MovesSchedule = true, NextFireAt = Past.AddYears(100), PreviousFireAt = Past, At = Past, ScheduledAt = Past, StartedAt = Past, Attempt = 1,
                },
            },
            results,
            Ct);

        Assert.Contains(results[0].Status, new[] { CommitStatus.Committed, CommitStatus.AlreadyCommitted });
        Assert.Equal(2, (await store.GetAsync("a", Ct))!.StateVersion);
        Assert.Equal(1, await ScalarAsync<long>("SELECT count(*) FROM stateful_scheduler.job_run"));
    }

    private static JobAddition Job(string id) => new()
    {
        Plan = new JobPlan { Id = id, Handler = "import", Trigger = Trigger.Every(TimeSpan.FromHours(1)), AddedAt = Past, AnchoredAt = Past },
        State = new JobState { ["n"] = 0 },
        NextFireAt = Past,
    };

    private async Task<PostgreSqlJobStore> OpenStoreAsync()
    {
        var store = new PostgreSqlJobStore(Address, new PostgreSqlStoreOptions { LosesAnswer = attempt => attempt == 1 });
        await store.InitializeAsync(
            new JobStoreContext
            {
                StoreName = "default",
                Node = "node-1",
                Time = TimeProvider.System,
                Serializer = new JobSerializer(new JobJson([]), new TriggerJsonConverter(new Dictionary<string, System.Text.Json.Serialization.Metadata.JsonTypeInfo>())),
                Logger = NullLogger.Instance,
            },
            Ct);
        return store;
    }
}
