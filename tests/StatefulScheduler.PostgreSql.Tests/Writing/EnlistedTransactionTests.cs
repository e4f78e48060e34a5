using Npgsql;

namespace StatefulScheduler.PostgreSql.Tests.Writing;

// Rows of the caller and jobs are stored together or not at all.
public sealed class EnlistedTransactionTests(TestServer fixture) : DatabaseTest(fixture)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rows_and_jobs_are_committed_together_and_rolled_back_together(bool commits)
    {
        await using var jobs = await StartAsync();
        await jobs.AddAsync("paused");
        await jobs.AddAsync("changed", """{"n":1}""", "old");
        await jobs.AddAsync("removed");
        await using var connection = await ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync(Ct))
        {
            await ExecuteAsync(connection, "INSERT INTO orders VALUES(1)");
            using (EnlistedTransaction.Begin(transaction))
            {
                await jobs.AddAsync("added", """{"n":1}""");
                await jobs.Jobs.ModifyJobAsync("added", change => change.State(state => state.Set("n", 2)), Ct);
                await jobs.Jobs.PauseJobAsync("paused", cancellationToken: Ct);
                await jobs.Jobs.ModifyJobAsync("changed", change => change.State(state => state.Set("n", 2)).Options(options => options with { Tags = ["new"] }), Ct);
                Assert.True(await jobs.Jobs.RemoveJobAsync("removed", Ct));
                // Its own changes are seen, and only here.
                Assert.Equal(["new"], (await jobs.Jobs.GetJobAsync("changed", Ct)).Options.Tags);
            }

            Assert.Null(await jobs.Jobs.FindJobAsync("added", Ct));
            // The caller's own names still work, after our statements.
            await ExecuteAsync(connection, "INSERT INTO orders VALUES(2)");
            await (commits ? transaction.CommitAsync(Ct) : transaction.RollbackAsync(Ct));
        }

        Assert.Equal(commits ? 2 : 0, await ScalarAsync<long>("SELECT count(*) FROM orders"));
        Assert.Equal(commits ? "added changed paused" : "changed paused removed", await jobs.IdsAsync(JobQuery.All));
        Assert.Equal(commits ? 2 : null, (await jobs.Jobs.FindJobAsync("added", Ct))?.State.Get<int>("n"));
        Assert.Equal(commits ? JobStatus.Paused : JobStatus.Active, (await jobs.Jobs.GetJobAsync("paused", Ct)).Status);
        var changed = await jobs.Jobs.GetJobAsync("changed", Ct);
        Assert.Equal(commits ? (2, "new") : (1, "old"), (changed.State.Get<int>("n"), changed.Options.Tags.Single()));
        Assert.Equal(commits ? "changed" : string.Empty, await jobs.IdsAsync(new() { Tags = ["new"] }));
    }

    [Fact]
    public async Task A_definition_that_was_rolled_back_is_not_remembered()
    {
        await using var jobs = await StartAsync();
        await using var other = await StartAsync();
        await jobs.AddAsync("a");
        await using var connection = await ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync(Ct))
        {
            using (EnlistedTransaction.Begin(transaction))
                await jobs.Jobs.ModifyJobAsync("a", change => change.Options(options => options with { Tags = ["mine"] }), Ct);
            await transaction.RollbackAsync(Ct);
        }

        // The same version, of another content, made by another node.
        await other.Jobs.ModifyJobAsync("a", change => change.Options(options => options with { Tags = ["other"] }), Ct);

        Assert.Equal(["other"], (await jobs.Jobs.GetJobAsync("a", Ct)).Options.Tags);
    }

    [Fact]
    public async Task The_search_path_is_as_before_within_the_transaction_and_after_it()
    {
        await using var jobs = await StartAsync();
        await using var connection = await ConnectAsync();
        await ExecuteAsync(connection, """CREATE SCHEMA "its own"; CREATE TABLE "its own".job(id int); SET search_path = "its own", public""");
        await using (var transaction = await connection.BeginTransactionAsync(Ct))
        {
            using (EnlistedTransaction.Begin(transaction))
            {
                await jobs.AddAsync("a");
                await Assert.ThrowsAsync<JobExistsException>(() => jobs.AddAsync("a"));
            }

            // A table of the caller with the name of one of ours.
            await ExecuteAsync(connection, "INSERT INTO job VALUES(1)");
            Assert.Equal("\"its own\", public", await ScalarAsync<string>(connection, "SHOW search_path"));
            await transaction.CommitAsync(Ct);
        }

        Assert.Equal("\"its own\", public", await ScalarAsync<string>(connection, "SHOW search_path"));
        Assert.Equal(1, await ScalarAsync<long>(connection, "SELECT count(*) FROM job"));
        Assert.Equal("a", await jobs.IdsAsync(JobQuery.All));
    }

    [Fact]
    public async Task After_an_error_the_caller_goes_back_to_a_savepoint_and_on()
    {
        await using var jobs = await StartAsync();
        await jobs.AddAsync("a");
        await using var connection = await ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync(Ct))
        {
            await ExecuteAsync(connection, "INSERT INTO orders VALUES(1)");
            await transaction.SaveAsync("before", Ct);
            await ExecuteAsync("ALTER TABLE stateful_scheduler.job_plan ADD CONSTRAINT short CHECK(length(key) < 5)");
            using (EnlistedTransaction.Begin(transaction))
            {
                Assert.Equal(PostgresErrorCodes.CheckViolation, (await Assert.ThrowsAsync<PostgresException>(() => jobs.AddAsync("too long"))).SqlState);
                await transaction.RollbackAsync("before", Ct);
                await jobs.AddAsync("b");
            }

            await ExecuteAsync(connection, "INSERT INTO orders VALUES(2)");
            await transaction.CommitAsync(Ct);
        }

        Assert.Equal(2, await ScalarAsync<long>("SELECT count(*) FROM orders"));
        Assert.Equal("a b", await jobs.IdsAsync(JobQuery.All));
    }

    [Fact]
    public async Task A_transaction_that_has_ended_is_refused()
    {
        await using var jobs = await StartAsync();
        await using var connection = await ConnectAsync();
        var committed = await connection.BeginTransactionAsync(Ct);
        using (EnlistedTransaction.Begin(committed))
        {
            await committed.CommitAsync(Ct);
            await RefusedAsync(() => jobs.AddAsync("a"));
            await committed.DisposeAsync();
            await RefusedAsync(() => jobs.AddAsync("a"));
            await RefusedAsync(() => jobs.Jobs.FindJobAsync("a", Ct).AsTask());
        }

        Assert.Equal(string.Empty, await jobs.IdsAsync(JobQuery.All));

        static async Task RefusedAsync(Func<Task> act) => Assert.Contains("has ended", (await Assert.ThrowsAsync<InvalidOperationException>(act)).Message);
    }

    [Fact]
    public async Task A_transaction_of_another_database_is_refused_and_stays_good()
    {
        await using var jobs = await StartAsync();
        var elsewhere = await Server.CreateDatabaseAsync(cancellationToken: Ct);
        try
        {
            await using var connection = new NpgsqlConnection(elsewhere);
            await connection.OpenAsync(Ct);
            await using var transaction = await connection.BeginTransactionAsync(Ct);
            using (EnlistedTransaction.Begin(transaction))
            {
                var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => jobs.AddAsync("a"));
                Assert.Contains($"in the database '{connection.Database}'", refused.Message);
                Assert.Contains(Name, refused.Message);
            }

            Assert.Equal(1, await ScalarAsync<int>(connection, "SELECT 1"));
            await transaction.RollbackAsync(Ct);
            NpgsqlConnection.ClearPool(connection);
        }
        finally
        {
            await Server.DropDatabaseAsync(elsewhere, CancellationToken.None);
        }
    }

    [Fact]
    public async Task The_same_database_under_another_name_is_taken()
    {
        await using var jobs = await StartAsync();
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Address) { Host = "localhost", Pooling = false }.ConnectionString);
        await connection.OpenAsync(Ct);
        await using (var transaction = await connection.BeginTransactionAsync(Ct))
        {
            using (EnlistedTransaction.Begin(transaction))
                await jobs.AddAsync("a");
            await transaction.CommitAsync(Ct);
        }

        Assert.NotEqual("localhost", new NpgsqlConnectionStringBuilder(Address).Host);
        Assert.Equal("a", await jobs.IdsAsync(JobQuery.All));
    }

    [Fact]
    public async Task What_was_started_meanwhile_does_not_keep_the_transaction()
    {
        await using var jobs = await StartAsync();
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task later;
        using (EnlistedTransaction.Begin(transaction))
        {
            Assert.Throws<InvalidOperationException>(() => EnlistedTransaction.Begin(transaction));
            later = Task.Run(
                async () =>
                {
                    await go.Task;
                    await jobs.AddAsync("later");
                },
                Ct);
        }

        await transaction.RollbackAsync(Ct);
        go.SetResult();
        await later;

        Assert.Equal("later", await jobs.IdsAsync(JobQuery.All));
    }

    private Task<PausedScheduler> StartAsync() => PausedScheduler.StartAsync(builder => builder.UsePostgreSql(Address));

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Address) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Ct);
        await ExecuteAsync(connection, "CREATE TABLE orders(id int)");
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // The tests' own constants.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Ct);
    }
}
