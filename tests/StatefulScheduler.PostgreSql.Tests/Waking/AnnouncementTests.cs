using Npgsql;

namespace StatefulScheduler.PostgreSql.Tests.Waking;

public sealed class AnnouncementTests(TestServer fixture) : DatabaseTest(fixture)
{
    private static readonly DateTimeOffset Past = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_node_hears_what_another_one_has_added()
    {
        await using var a = await OneNode.OpenAsync(Address);
        await using var b = await OneNode.OpenAsync(Address);
        var before = b.Wakes;

        await a.AddAsync("x", Past);

        await Until.TrueAsync(() => b.Wakes > before, "b is woken");
    }

    [Fact]
    public async Task A_node_that_knows_of_something_earlier_is_left_alone()
    {
        await using var a = await OneNode.OpenAsync(Address);
        await using var b = await OneNode.OpenAsync(Address);
        var now = TimeProvider.System.GetUtcNow();
        await a.AddAsync("soon", now.AddMinutes(1));
        await Until.TrueAsync(() => b.Wakes > 0, "b is woken");
        await b.RunDueAsync(TimeSpan.FromHours(1)); // Nothing: but b knows now when to look again.
        var before = b.Wakes;

        await a.AddAsync("later", now.AddMinutes(2));
        await a.AddAsync("earlier", now);

        await Until.TrueAsync(() => b.Wakes > before, "b is woken");
        Assert.Equal(before + 1, b.Wakes); // Notifications arrive in order: that of the later one has come before.
    }

    [Fact]
    public async Task Groups_with_different_schemas_hear_nothing_of_each_other()
    {
        await using var a = await OneNode.OpenAsync(Address, new() { Schema = "it's \"a\"", PollIntervalWithoutNotifications = TimeSpan.FromSeconds(5) });
        await using var b = await OneNode.OpenAsync(Address);

        Assert.NotEqual(a.Store.Open.Parts.Announcer.Channel, b.Store.Open.Parts.Announcer.Channel);
        Assert.True(a.Store.Open.Parts.Announcer.Channel.Length <= 63);
    }

    [Fact]
    public async Task What_comes_in_a_rush_is_announced_together_and_the_earliest_is_told()
    {
        await using var a = await OneNode.OpenAsync(Address);
        await using var ear = new NpgsqlConnection(Address);
        var heard = new List<Notice>();
        await ear.OpenAsync(Ct);
        ear.Notification += (_, notification) => heard.Add(Notice.Parse(notification.Payload)!.Value);
        await using (var listen = new NpgsqlCommand($"LISTEN {a.Store.Open.Parts.Announcer.Channel}", ear))
            await listen.ExecuteNonQueryAsync(Ct);

        for (var due = 1000; due >= 1; due--)
            a.Store.Open.Parts.Announcer.Announce(due);
        while (heard.Count == 0 || heard[^1].Due != 1)
            await ear.WaitAsync(Ct);

        Assert.InRange(heard.Count, 1, 500);
        Assert.Equal(heard.OrderByDescending(notice => notice.Due), heard);
    }

    [Fact]
    public async Task What_is_due_in_days_is_announced_to_nobody_and_in_virtual_time_to_everybody()
    {
        await using var real = await OneNode.OpenAsync(Address);
        await using var simulated = await OneNode.OpenAsync(Address, new() { UsesSchedulerTime = true, Schema = "simulated" });
        var due = TimeProvider.System.GetUtcNow().AddDays(3).UtcTicks;

        Assert.False(await SendsAsync(real, due));
        Assert.True(await SendsAsync(real, TimeProvider.System.GetUtcNow().AddMinutes(59).UtcTicks));
        Assert.True(await SendsAsync(simulated, due));
        Assert.False(await SendsAsync(real, long.MaxValue));
    }

    [Fact]
    public async Task A_job_added_in_the_callers_transaction_is_announced_by_its_commit_where_that_is_wanted()
    {
        await using var a = await OneNode.OpenAsync(Address, new() { NotifiesInTransaction = true });
        await using var b = await OneNode.OpenAsync(Address);
        await using var connection = new NpgsqlConnection($"{Address};Search Path=stateful_scheduler");
        await connection.OpenAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        using (EnlistedTransaction.Begin(transaction))
            await a.AddAsync("x", Past);
        var before = b.Wakes;

        await transaction.CommitAsync(Ct);

        await Until.TrueAsync(() => b.Wakes > before, "b is woken");
    }

    private static async Task<bool> SendsAsync(OneNode node, long due)
    {
        await using var connection = await node.Store.Open.Parts.OpenAsync(Ct);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { node.Store.Open.Parts.Announcer.Command(due) } };
        await using var row = await batch.ExecuteReaderAsync(Ct);
        return await row.ReadAsync(Ct);
    }
}
