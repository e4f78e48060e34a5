using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using StatefulScheduler.Stores;

namespace StatefulScheduler.PostgreSql.Tests.Reading;

// The indexes on members of states: made once, whoever starts, and used.
public sealed class StateIndexTests(TestServer fixture) : DatabaseTest(fixture)
{
    private static readonly string[] Members = ["phase", "$.order.n"];

    private static JobStoreContext Context { get; } = new()
    {
        StoreName = "default",
        Node = "a",
        Time = TimeProvider.System,
        Serializer = new JobSerializer(JobJson.Default, new TriggerJsonConverter()),
        Logger = NullLogger.Instance,
    };

    [Theory]
    [InlineData("phase", StateComparison.Equal, "\"p7\"")]
    [InlineData("phase", StateComparison.LessThan, "\"p1\"")]
    [InlineData("phase", StateComparison.AtLeast, "\"p99\"")]
    [InlineData("$.order.n", StateComparison.Equal, "4711")]
    [InlineData("$.order.n", StateComparison.MoreThan, "4990.5")]
    [InlineData("$.order.n", StateComparison.AtMost, "-0.5")]
    public async Task The_planner_uses_the_index(string member, StateComparison comparison, string value)
    {
        await using var store = await OpenStore.OpenAsync(Address, Options(), Context, Ct);
        await FillAsync();

        // Also once the server has decided on a plan for all values.
        await using var connection = await store.Parts.OpenAsync(Ct);
        foreach (var mode in (string[])["force_custom_plan", "force_generic_plan"])
        {
            await using (var set = new NpgsqlCommand($"SET plan_cache_mode = {mode}", connection))
                await set.ExecuteNonQueryAsync(Ct);
            await using var explain = store.Parts.Reader.PageCommand(new JobQuery { State = [new StateFilter(member, comparison, JobValue.Parse(value))] }, connection, "EXPLAIN ");
            await explain.PrepareAsync(Ct);
            var plan = new List<string>();
            await using var line = await explain.ExecuteReaderAsync(Ct);
            while (await line.ReadAsync(Ct))
                plan.Add(line.GetString(0));
            Assert.Contains(StateIndexes.NameOf(member), string.Join('\n', plan));
        }
    }

    [Fact]
    public async Task Sixteen_nodes_that_start_at_once_make_each_index_once()
    {
        await using (await OpenStore.OpenAsync(Address, new PostgreSqlStoreOptions(), Context, Ct))
        {
        }

        var stores = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => OpenStore.OpenAsync(Address, Options(), Context, Ct).AsTask()));
        foreach (var store in stores)
            await store.DisposeAsync();

        Assert.Equal(2, await ScalarAsync<long>("SELECT count(*) FROM pg_index WHERE indisvalid AND indexrelid::regclass::text LIKE '%job\\_state\\_%'"));
    }

    [Fact]
    public async Task What_a_crashed_attempt_has_left_is_made_anew()
    {
        await using (await OpenStore.OpenAsync(Address, Options(), Context, Ct))
        {
        }

        var name = StateIndexes.NameOf("phase");
        await ExecuteAsync($"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'stateful_scheduler.{name}'::regclass");
        var before = await ScalarAsync<uint>($"SELECT 'stateful_scheduler.{name}'::regclass::oid");
        await using (await OpenStore.OpenAsync(Address, Options(), Context, Ct))
        {
        }

        Assert.NotEqual(before, await ScalarAsync<uint>($"SELECT 'stateful_scheduler.{name}'::regclass::oid"));
        Assert.True(await ScalarAsync<bool>($"SELECT indisvalid FROM pg_index WHERE indexrelid = 'stateful_scheduler.{name}'::regclass"));
    }

    [Fact]
    public async Task An_index_that_cannot_be_made_is_logged_and_the_store_opens()
    {
        await using (await OpenStore.OpenAsync(Address, new PostgreSqlStoreOptions(), Context, Ct))
        {
        }

        await ExecuteAsync("ALTER FUNCTION stateful_scheduler.json_key(jsonb) VOLATILE");
        var logger = new StatefulScheduler.Sqlite.Tests.RecordingLogger();
        var context = new JobStoreContext { StoreName = "default", Node = "a", Time = TimeProvider.System, Serializer = Context.Serializer, Logger = logger };
        await using (await OpenStore.OpenAsync(Address, Options(), context, Ct))
        {
        }

        Assert.Contains(logger.Lines, line => line.Contains("'phase' could not be made", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_are_short_and_differ()
    {
        string[] members = ["phase", "Phase", "$.phase.b", "$.phase.a", "$.['phase.a']", "$.phase[0]", "$.phase.0", "中", new string('x', 300), new string('x', 301)];
        var names = members.Select(StateIndexes.NameOf).ToList();

        // To #>, an element and a member of the same name are one.
        Assert.Equal(members.Length - 1, names.Distinct().Count());
        Assert.Equal(StateIndexes.NameOf("$.phase[0]")[^16..], StateIndexes.NameOf("$.phase.0")[^16..]);
        Assert.All(names, name => Assert.InRange(name.Length, 1, 63));
    }

    [Fact]
    public void A_member_that_is_no_path_is_refused()
    {
        var options = new PostgreSqlStoreOptions { IndexedStateMembers = { "$.a[" } };
        Assert.Contains("'$.a[' is no path", Assert.Throws<ArgumentException>(options.Validate).Message);
    }

    private static PostgreSqlStoreOptions Options()
    {
        var options = new PostgreSqlStoreOptions();
        foreach (var member in Members)
            options.IndexedStateMembers.Add(member);
        return options;
    }

    private async Task FillAsync()
    {
        await ExecuteAsync("""
            SET search_path = stateful_scheduler;
            INSERT INTO lane(handler, state_schema, priority) VALUES('h', 1, 0);
            INSERT INTO job(id, lane, priority, plain, status, fence, open_fence, last_fence, last_run, abandoned, run_slots, version, plan_version, added_at,
                state_version, state_at, state_kind, state_fence, state_size, state)
              SELECT i, 1, 0, true, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 1, 0, 0, 0, 10, format('{"phase":"p%s","order":{"n":%s}}', i % 100, i) FROM generate_series(1, 5000) AS i;
            INSERT INTO job_plan(job, version, key, plan) SELECT i, 1, 'job' || i, '{}' FROM generate_series(1, 5000) AS i;
            ANALYZE;
            """);
    }
}
