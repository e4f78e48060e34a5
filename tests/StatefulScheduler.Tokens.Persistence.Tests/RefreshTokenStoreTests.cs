namespace StatefulScheduler.Tokens.Persistence.Tests;

// What every store of refresh tokens keeps.
public abstract class RefreshTokenStoreTests : StoreTest
{
    private RefreshTokenRecord Record(string id = "t1", string family = "f1", string subject = "alice", TimeSpan? lifetime = null) => new(
        id, family, new byte[] { 1, 2, 0, 255 }, subject, "web", "me items", Clock.Now, Clock.Now + (lifetime ?? TimeSpan.FromDays(1)), DateTimeOffset.MaxValue);

    private RefreshTokenRecord Successor(string id, TimeSpan? lifetime = null) => Record(id, lifetime: lifetime);

    [Fact]
    public async Task A_token_is_found_as_it_was_added()
    {
        var record = Record() with { ClientId = null, Subject = "zoë 😀", Scopes = "", FamilyExpiresAt = Clock.Now.AddTicks(7) };
        await Tokens.InsertAsync(record, Ct);

        var found = await Tokens.FindAsync("t1", Ct);

        Assert.Equal(record.SecretHash.ToArray(), found!.SecretHash.ToArray());
        Assert.Equal(record with { SecretHash = default }, found with { SecretHash = default });
        Assert.Null(await Tokens.FindAsync("t2", Ct));
        Assert.Null(await Tokens.FindAsync("' OR '1'='1", Ct));
        Assert.Null(await Tokens.FindAsync("t1\0", Ct));
        Assert.Equal("web", await ClientOfAsync(Record("t9", "f9")));
    }

    [Fact]
    public async Task A_token_is_rotated_once()
    {
        await Tokens.InsertAsync(Record(), Ct);

        Assert.True(await Tokens.TryRotateAsync("t1", Clock.Now, Clock.Now, Successor("t2"), Ct));
        Assert.False(await Tokens.TryRotateAsync("t1", Clock.Now.AddSeconds(1), Clock.Now.AddSeconds(1), Successor("t3"), Ct));

        Assert.Equal(Clock.Now, (await Tokens.FindAsync("t1", Ct))!.ConsumedAt);
        Assert.Null((await Tokens.FindAsync("t2", Ct))!.ConsumedAt);
        Assert.Null(await Tokens.FindAsync("t3", Ct));
        Assert.False(await Tokens.TryRotateAsync("nobody", Clock.Now, Clock.Now, Successor("t4"), Ct));
    }

    [Fact]
    public async Task A_use_that_is_forgiven_does_not_count_and_the_first_use_is_kept()
    {
        await Tokens.InsertAsync(Record(), Ct);
        await Tokens.TryRotateAsync("t1", Clock.Now, Clock.Now, Successor("t2"), Ct);

        Assert.True(await Tokens.TryRotateAsync("t1", Clock.Now.AddSeconds(5), Clock.Now.AddTicks(-1), Successor("t3"), Ct));
        Assert.Equal(Clock.Now, (await Tokens.FindAsync("t1", Ct))!.ConsumedAt);
        Assert.False(await Tokens.TryRotateAsync("t1", Clock.Now.AddSeconds(5), Clock.Now, Successor("t4"), Ct));
    }

    [Fact]
    public async Task A_revoked_family_is_not_rotated_whatever_is_forgiven()
    {
        await Tokens.InsertAsync(Record(), Ct);
        await Tokens.TryRotateAsync("t1", Clock.Now, Clock.Now, Successor("t2"), Ct);

        Assert.True(await Tokens.RevokeFamilyAsync("f1", Clock.Now, Ct));
        Assert.False(await Tokens.RevokeFamilyAsync("f1", Clock.Now.AddSeconds(1), Ct));
        Assert.False(await Tokens.RevokeFamilyAsync("f2", Clock.Now, Ct));

        Assert.False(await Tokens.TryRotateAsync("t1", Clock.Now, DateTimeOffset.MinValue, Successor("t3"), Ct));
        Assert.False(await Tokens.TryRotateAsync("t2", Clock.Now, Clock.Now, Successor("t3"), Ct));
        Assert.Equal(Clock.Now, (await Tokens.FindAsync("t2", Ct))!.RevokedAt);
        Assert.Null(await Tokens.FindAsync("t3", Ct));
    }

    [Fact]
    public async Task All_families_of_a_subject_are_revoked_and_no_other()
    {
        await Tokens.InsertAsync(Record("t1", "f1"), Ct);
        await Tokens.InsertAsync(Record("t2", "f2"), Ct);
        await Tokens.InsertAsync(Record("t3", "f3", "bob"), Ct);

        Assert.Equal(2, await Tokens.RevokeSubjectAsync("alice", Clock.Now, Ct));
        Assert.Equal(0, await Tokens.RevokeSubjectAsync("alice", Clock.Now, Ct));
        Assert.Null((await Tokens.FindAsync("t3", Ct))!.RevokedAt);
    }

    [Fact]
    public async Task Tokens_go_when_all_of_their_family_have_expired()
    {
        await Tokens.InsertAsync(Record(lifetime: TimeSpan.FromSeconds(100)), Ct);
        await Tokens.InsertAsync(Record("o1", "other", lifetime: TimeSpan.FromSeconds(150)), Ct);
        await Tokens.TryRotateAsync("t1", Clock.Now, Clock.Now, Successor("t2", TimeSpan.FromSeconds(190)), Ct);

        Assert.Equal(0, await Tokens.PurgeAsync(Clock.Now.AddSeconds(149), Ct));
        Assert.Equal(1, await Tokens.PurgeAsync(Clock.Now.AddSeconds(150), Ct));
        Assert.NotNull(await Tokens.FindAsync("t1", Ct)); // Expired, but its family lives: a theft of it is still seen.
        Assert.Equal(2, await Tokens.PurgeAsync(Clock.Now.AddSeconds(190), Ct));
        Assert.Null(await Tokens.FindAsync("t1", Ct));
    }

    [Fact]
    public async Task Of_many_who_redeem_at_once_one_gets_the_successor_and_the_family_is_revoked()
    {
        var service = new RefreshTokenService(Tokens, new() { ReuseLeeway = TimeSpan.Zero }, Clock);
        var token = await service.IssueAsync("alice", ["me"], cancellationToken: Ct);

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await service.RedeemAsync(token.Value, cancellationToken: Ct), Ct)));

        var winner = Assert.Single(results, result => result.IsValid);
        Assert.Equal(15, results.Count(result => result.Error == RefreshError.ReuseDetected));
        Assert.Equal(RefreshError.Revoked, (await service.RedeemAsync(winner.Token!.Value, cancellationToken: Ct)).Error);
    }

    // However a logout and a refresh fall together, no token of the family lives on.
    [Fact]
    public async Task Who_refreshes_while_somebody_logs_out_is_logged_out()
    {
        var service = new RefreshTokenService(Tokens, new() { ReuseLeeway = TimeSpan.FromMinutes(1) }, Clock);
        for (var round = 0; round < 10; round++)
        {
            var token = await service.IssueAsync("alice", cancellationToken: Ct);
            var refreshing = Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await service.RedeemAsync(token.Value, cancellationToken: Ct), Ct)).ToList();
            var leaving = Task.Run(async () => await service.RevokeAsync(token.Value, Ct), Ct);

            var results = await Task.WhenAll(refreshing);
            Assert.True(await leaving);
            foreach (var result in results.Where(result => result.IsValid))
                Assert.Equal(RefreshError.Revoked, (await service.RedeemAsync(result.Token!.Value, cancellationToken: Ct)).Error);
        }
    }

    private async Task<string?> ClientOfAsync(RefreshTokenRecord record)
    {
        await Tokens.InsertAsync(record, Ct);
        return (await Tokens.FindAsync(record.Id, Ct))!.ClientId;
    }
}
