using static StatefulScheduler.Tokens.Tests.Some;

namespace StatefulScheduler.Tokens.Tests.Revocation;

public class RevocationTests
{
    private readonly TestClock clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_revoked_token_is_refused_and_others_are_not()
    {
        var store = new InMemoryTokenRevocationStore(time: clock);
        var issuer = IssuerOf(clock, new(Forge.Key));
        var validator = new AccessTokenValidator(new() { ValidIssuers = { Issuer }, ValidAudiences = { Audience } }, new KeyRingSource(new(Forge.Key)), clock, store);
        var (one, other) = (issuer.Issue("alice"), issuer.Issue("alice"));

        await store.RevokeAsync(one.JwtId!, one.ExpiresAt, Token);

        Assert.Equal(TokenError.Revoked, (await validator.ValidateAsync(one.Value, Token)).Error);
        Assert.True((await validator.ValidateAsync(other.Value, Token)).IsValid);
        Assert.Contains("ValidateAsync", Assert.Throws<InvalidOperationException>(() => validator.Validate(other.Value)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_tokens_of_a_subject_from_before_a_time_are_refused()
    {
        var store = new InMemoryTokenRevocationStore(time: clock);
        await store.RevokeSubjectAsync("alice", clock.Now, clock.Now.AddDays(1), Token);
        await store.RevokeSubjectAsync("alice", clock.Now.AddDays(-1), clock.Now, Token); // An earlier time takes nothing back.

        Assert.True(await store.IsRevokedAsync(null, "alice", clock.Now.AddSeconds(-1), Token));
        Assert.True(await store.IsRevokedAsync(null, "alice", null, Token));
        Assert.False(await store.IsRevokedAsync(null, "alice", clock.Now, Token));
        Assert.False(await store.IsRevokedAsync("x", "bob", clock.Now.AddSeconds(-1), Token));
        Assert.False(await store.IsRevokedAsync(null, null, null, Token));
    }

    // An ECDSA signature (r, s) is as right as (r, n - s): who revoked the text would have revoked one of two.
    [Fact]
    public async Task Another_text_of_the_same_token_is_revoked_too()
    {
        using var key = TokenKey.Generate("ES256");
        var store = new InMemoryTokenRevocationStore(time: clock);
        var validator = new AccessTokenValidator(new() { ValidIssuers = { Issuer }, ValidAudiences = { Audience } }, new KeyRingSource(new(key)), clock, store);
        var token = IssuerOf(clock, new(key)).Issue("alice");
        var twin = Twin(token.Value);
        Assert.True((await validator.ValidateAsync(twin, Token)).IsValid);

        await store.RevokeAsync(token.JwtId!, token.ExpiresAt, Token);

        Assert.NotEqual(token.Value, twin);
        Assert.Equal(TokenError.Revoked, (await validator.ValidateAsync(twin, Token)).Error);
    }

    [Fact]
    public async Task What_has_expired_is_forgotten_and_what_has_not_is_never()
    {
        var store = new InMemoryTokenRevocationStore(capacity: 2, clock);
        await store.RevokeAsync("a", clock.Now.AddSeconds(1), Token);
        await store.RevokeSubjectAsync("alice", clock.Now, clock.Now.AddSeconds(2), Token);

        Assert.Contains("no room for more than 2", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.RevokeAsync("b", clock.Now.AddDays(1), Token))).Message, StringComparison.Ordinal);
        await store.RevokeAsync("a", clock.Now.AddSeconds(1), Token); // Known: needs no room.
        clock.Pass(TimeSpan.FromSeconds(1));
        await store.RevokeAsync("b", clock.Now.AddDays(1), Token);
        Assert.False(await store.IsRevokedAsync("a", null, null, Token));
        Assert.True(await store.IsRevokedAsync("b", null, null, Token));
        clock.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await store.PurgeAsync(clock.Now, Token));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InMemoryTokenRevocationStore(0));
    }

    private static string Twin(string token)
    {
        var order = System.Numerics.BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber, null);
        var at = token.LastIndexOf('.') + 1;
        var signature = System.Buffers.Text.Base64Url.DecodeFromChars(token.AsSpan(at));
        var other = (order - new System.Numerics.BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
        signature.AsSpan(32).Clear();
        other.CopyTo(signature, 64 - other.Length);
        return token[..at] + System.Buffers.Text.Base64Url.EncodeToString(signature);
    }
}
