using StatefulScheduler.Stores;

namespace StatefulScheduler.Sqlite.Tests;

public sealed class GroupCommitTests : IAsyncLifetime
{
    private TestStore store = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => store = await TestStore.OpenAsync();

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Whatever_waits_goes_into_one_transaction()
    {
        var before = store.Store.Open.Groups;
        using var busy = new ManualResetEventSlim();
        var blocker = store.DoAsync(_ => busy.Wait(Ct));
        var adding = Enumerable.Range(0, 200).Select(index => store.AddAsync($"job{index}")).ToList();

        busy.Set();
        await Task.WhenAll(adding.Cast<Task>().Append(blocker));

        Assert.InRange(store.Store.Open.Groups - before, 1, 3);
        Assert.Equal(200, await store.Store.CountAsync(JobQuery.All, Ct));
    }

    [Fact]
    public async Task A_request_that_is_at_fault_fails_alone()
    {
        using var busy = new ManualResetEventSlim();
        var blocker = store.DoAsync(_ => busy.Wait(Ct));
        var good = store.AddAsync("good");
        var bad = store.DoAsync(_ => throw new InvalidOperationException("a slip"));
        var better = store.AddAsync("better");

        busy.Set();

        await Task.WhenAll(blocker, good, better);
        Assert.Equal("a slip", (await Assert.ThrowsAsync<InvalidOperationException>(() => bad)).Message);
        Assert.Equal(["better", "good"], await store.IdsAsync(JobQuery.All));
    }

    [Fact]
    public async Task A_request_that_is_cancelled_while_it_waits_is_not_done()
    {
        using var busy = new ManualResetEventSlim();
        using var cancelled = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var blocker = store.DoAsync(_ =>
        {
            begun.TrySetResult();
            busy.Wait(Ct);
        });
        await begun.Task; // Or the writer may take up both together, and what it has taken up cannot be cancelled.
        var adding = store.Store.AddAsync(new[] { store.Job("job") }, new AddResult[1], cancelled.Token).AsTask();

        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding);
        busy.Set();
        await blocker;

        Assert.Null(await store.Store.GetAsync("job", Ct));
    }

    [Fact]
    public async Task A_full_disk_refuses_what_is_new_keeps_what_was_acknowledged_and_passes_when_there_is_room()
    {
        var acknowledged = new List<string>();
        await store.SqlAsync("PRAGMA max_page_count = 60");
        var large = $$"""{"text":"{{new string('x', 4000)}}"}""";
        StoreUnavailableException? full = null;
        for (var index = 0; full is null; index++)
        {
            try
            {
                await store.AddAsync($"job{index:00}", state: large);
                acknowledged.Add($"job{index:00}");
            }
            catch (StoreUnavailableException exception)
            {
                full = exception;
            }
        }

        Assert.Contains("full", full.Message, StringComparison.Ordinal);
        Assert.NotEmpty(acknowledged);
        Assert.Equal(acknowledged, await store.IdsAsync(JobQuery.All));

        await store.SqlAsync("PRAGMA max_page_count = 100000");
        await store.AddAsync("later");
        await using var reopened = await store.ReopenAsync();
        Assert.Equal(acknowledged.Append("later"), await reopened.IdsAsync(JobQuery.All));
    }

    [Fact]
    public async Task After_a_rollback_the_writer_knows_only_what_is_in_the_file()
    {
        var job = await store.AddAsync("job");
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.DoAsync(writer =>
        {
            var plan = job.Plan with { Priority = 9, Handler = "new" };
            writer.Commits.Commit(new JobCommit { JobId = "job", State = JobState.Parse("""{"n":9}"""), StateVersion = 1, StateSchema = 7, Details = new() { Plan = plan } });
            throw new InvalidOperationException();
        }));

        var claim = await store.ClaimAsync();

        Assert.Equal(("""{"n":0}""", 1L, 1, "h"), (claim.State.ToString(), claim.StateVersion, claim.StateSchema, claim.Plan.Handler));
    }

    [Fact]
    public async Task What_a_person_writes_with_a_shell_is_seen()
    {
        await store.AddAsync("job", TimeSpan.FromHours(1));
        await using (var shell = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={store.File};Pooling=False"))
        {
            await shell.OpenAsync(Ct);
            await using var command = shell.CreateCommand();
            command.CommandText = """UPDATE job SET state = '{"n":7}', state_version = 2, next_fire = 1, due_at = 1 WHERE key = 'job'""";
            await command.ExecuteNonQueryAsync(Ct);
        }

        Assert.Equal("""{"n":7}""", (await store.ClaimAsync()).State.ToString());
    }

    [Fact]
    public async Task A_handler_of_DueEarlier_that_throws_undoes_nothing()
    {
        await store.ClaimAllAsync();
        store.Store.DueEarlier += () => throw new InvalidOperationException();

        await Task.WhenAll(store.AddAsync("a"), store.AddAsync("b"));

        Assert.Equal(["a", "b"], await store.IdsAsync(JobQuery.All));
    }

    [Fact]
    public async Task The_echo_shows_the_stores_statements_without_states()
    {
        var logger = new RecordingLogger();
        await using var echoing = await TestStore.OpenAsync(configure: options => options.Echo = true, logger: logger);
        await echoing.AddAsync("job", state: """{"secret":"x-y-z"}""");
        await echoing.GetAsync("job");

        Assert.Contains(logger.Lines, line => line.Contains("INSERT INTO job(", StringComparison.Ordinal) && line.Contains("job='job'", StringComparison.Ordinal));
        Assert.DoesNotContain(logger.Lines, line => line.Contains("x-y-z", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_clients_at_once_lose_nothing()
    {
        await store.AddAsync("counter");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var done = 0; done < 25;)
            {
                var job = await store.GetAsync("counter");
                var result = await store.CommitOneAsync(store.Modify(job, $$"""{"n":{{job.State.Get<int>("n") + 1}}}"""));
                done += result.Status == CommitStatus.Committed ? 1 : 0;
            }
        })));

        var counter = await store.GetAsync("counter");
        Assert.Equal((200, 201L, 201L), (counter.State.Get<int>("n"), counter.StateVersion, counter.Version));
    }
}
