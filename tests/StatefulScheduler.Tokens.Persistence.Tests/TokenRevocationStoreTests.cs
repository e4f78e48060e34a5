namespace StatefulScheduler.Tokens.Persistence.Tests;

// What every store of revocations keeps.
public abstract class TokenRevocationStoreTests : StoreTest
{
    [Fact]
    public async Task A_revoked_token_is_known_until_it_has_expired()
    {
        await Revocations.RevokeAsync("j1", Clock.Now.AddSeconds(10), Ct);
        await Revocations.RevokeAsync("j1", Clock.Now.AddSeconds(5), Ct); // Takes nothing back.

        Assert.True(await Revocations.IsRevokedAsync("j1", "alice", Clock.Now, Ct));
        Assert.False(await Revocations.IsRevokedAsync("j2", "alice", Clock.Now, Ct));
        Assert.False(await Revocations.IsRevokedAsync(null, null, null, Ct));
        Assert.False(await Revocations.IsRevokedAsync("", "", null, Ct));
        Assert.False(await Revocations.IsRevokedAsync("j1\0", "a\0", null, Ct));
        Assert.Equal(0, await Revocations.PurgeAsync(Clock.Now.AddSeconds(9), Ct));
        Assert.Equal(1, await Revocations.PurgeAsync(Clock.Now.AddSeconds(10), Ct));
        Assert.False(await Revocations.IsRevokedAsync("j1", null, null, Ct));
    }

    [Fact]
    public async Task A_subject_is_revoked_up_to_the_latest_time_that_was_said()
    {
        await Revocations.RevokeSubjectAsync("alice", Clock.Now, Clock.Now.AddDays(1), Ct);
        await Revocations.RevokeSubjectAsync("alice", Clock.Now.AddDays(-1), Clock.Now, Ct);

        Assert.True(await Revocations.IsRevokedAsync("j", "alice", Clock.Now.AddTicks(-1), Ct));
        Assert.False(await Revocations.IsRevokedAsync("j", "alice", Clock.Now, Ct));
        Assert.True(await Revocations.IsRevokedAsync(null, "alice", null, Ct));
        Assert.False(await Revocations.IsRevokedAsync(null, "bob", null, Ct));

        await Revocations.RevokeSubjectAsync("alice", Clock.Now.AddDays(1), Clock.Now.AddDays(2), Ct);
        Assert.True(await Revocations.IsRevokedAsync("j", "alice", Clock.Now, Ct));
        Assert.Equal(0, await Revocations.PurgeAsync(Clock.Now.AddDays(1), Ct));
        Assert.Equal(1, await Revocations.PurgeAsync(Clock.Now.AddDays(2), Ct));
    }
}
