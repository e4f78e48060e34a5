using System.Text;

namespace StatefulScheduler.Tokens.Tests.Refresh;

public sealed class RefreshTests : IDisposable
{
    private readonly TestClock clock = new();
    private readonly InMemoryRefreshTokenStore store = new();
    private readonly LogLines log = new();

    private RefreshTokenService Service(Action<RefreshTokenOptions>? configure = null)
    {
        var options = new RefreshTokenOptions { ReuseLeeway = TimeSpan.Zero };
        configure?.Invoke(options);
        return new(store, options, clock, log);
    }

    public void Dispose() => log.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_exchanged_once_and_a_second_use_ends_the_whole_family()
    {
        var service = Service();
        var one = await service.IssueAsync("alice", ["me", "items"], cancellationToken: Token);

        var two = await service.RedeemAsync(one.Value, cancellationToken: Token);
        var thief = await service.RedeemAsync(one.Value, cancellationToken: Token);
        var after = await service.RedeemAsync(two.Token!.Value, cancellationToken: Token);

        Assert.Equal(("alice", "me items"), (two.Subject, string.Join(' ', two.Scopes)));
        Assert.Equal((RefreshError.ReuseDetected, RefreshError.Revoked), (thief.Error, after.Error));
        Assert.Equal($"Warning: A refresh token of family {store.Records[0].FamilyId} was used a second time: it may be stolen. The family is revoked.", Assert.Single(log.Lines));
    }

    [Fact]
    public async Task Another_login_of_the_same_user_is_another_family()
    {
        var service = Service();
        var (phone, laptop) = (await service.IssueAsync("alice", cancellationToken: Token), await service.IssueAsync("alice", cancellationToken: Token));
        await service.RedeemAsync(phone.Value, cancellationToken: Token);
        await service.RedeemAsync(phone.Value, cancellationToken: Token);

        Assert.True((await service.RedeemAsync(laptop.Value, cancellationToken: Token)).IsValid);
    }

    [Fact]
    public async Task An_answer_that_was_lost_can_be_asked_for_again_for_a_short_while()
    {
        var service = Service(options => options.ReuseLeeway = TimeSpan.FromSeconds(10));
        var one = await service.IssueAsync("alice", cancellationToken: Token);
        var lost = await service.RedeemAsync(one.Value, cancellationToken: Token);
        clock.Pass(TimeSpan.FromSeconds(9));
        var again = await service.RedeemAsync(one.Value, cancellationToken: Token);

        Assert.True(lost.IsValid && again.IsValid);
        clock.Pass(TimeSpan.FromSeconds(1)); // Counted from the first use, not from the last.
        Assert.Equal(RefreshError.ReuseDetected, (await service.RedeemAsync(one.Value, cancellationToken: Token)).Error);
        Assert.Equal(RefreshError.Revoked, (await service.RedeemAsync(again.Token!.Value, cancellationToken: Token)).Error);
    }

    [Fact]
    public async Task Within_the_leeway_a_revoked_family_gets_no_new_token()
    {
        var service = Service(options => options.ReuseLeeway = TimeSpan.FromSeconds(10));
        var one = await service.IssueAsync("alice", cancellationToken: Token);
        await service.RedeemAsync(one.Value, cancellationToken: Token);
        await service.RevokeSubjectAsync("alice", Token);

        Assert.Equal(RefreshError.Revoked, (await service.RedeemAsync(one.Value, cancellationToken: Token)).Error);
        Assert.All(store.Records, record => Assert.NotNull(record.RevokedAt));
    }

    [Fact]
    public async Task Of_many_at_once_one_gets_the_successor_and_the_others_are_reuse()
    {
        var service = Service();
        var one = await service.IssueAsync("alice", cancellationToken: Token);

        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () => await service.RedeemAsync(one.Value, cancellationToken: Token), Token)));

        Assert.Single(results, result => result.IsValid);
        Assert.Equal(31, results.Count(result => result.Error == RefreshError.ReuseDetected));
        Assert.All(store.Records, record => Assert.NotNull(record.RevokedAt));
    }

    [Fact]
    public async Task A_token_expires_unused_and_a_family_however_it_is_used()
    {
        var service = Service(options => (options.Lifetime, options.AbsoluteLifetime) = (TimeSpan.FromDays(14), TimeSpan.FromDays(20)));
        var one = await service.IssueAsync("alice", cancellationToken: Token);
        clock.Pass(TimeSpan.FromDays(13));
        var two = await service.RedeemAsync(one.Value, cancellationToken: Token);

        Assert.Equal(clock.Now.AddDays(7), two.Token!.ExpiresAt);
        clock.Pass(TimeSpan.FromDays(7));
        Assert.Equal(RefreshError.Expired, (await service.RedeemAsync(two.Token.Value, cancellationToken: Token)).Error);
    }

    [Fact]
    public async Task Only_the_client_that_it_was_issued_to_can_use_it()
    {
        var service = Service();
        var one = await service.IssueAsync("alice", clientId: "web", cancellationToken: Token);

        Assert.Equal(RefreshError.Unknown, (await service.RedeemAsync(one.Value, clientId: "cli", cancellationToken: Token)).Error);
        Assert.Equal(RefreshError.Unknown, (await service.RedeemAsync(one.Value, cancellationToken: Token)).Error);
        Assert.True((await service.RedeemAsync(one.Value, clientId: "web", cancellationToken: Token)).IsValid);
    }

    [Fact]
    public async Task More_than_was_granted_is_refused_without_using_the_token_up_and_less_is_less_once()
    {
        var service = Service();
        var one = await service.IssueAsync("alice", ["a", "b"], cancellationToken: Token);

        Assert.Equal(RefreshError.InvalidScope, (await service.RedeemAsync(one.Value, ["a", "admin"], cancellationToken: Token)).Error);
        var less = await service.RedeemAsync(one.Value, ["a"], cancellationToken: Token);
        Assert.Equal(["a"], less.Scopes);
        Assert.Equal(["a", "b"], (await service.RedeemAsync(less.Token!.Value, cancellationToken: Token)).Scopes);
    }

    [Fact]
    public async Task Logging_out_ends_the_family_and_a_changed_password_all_of_them()
    {
        var service = Service();
        var (one, other, bob) = (await service.IssueAsync("alice", cancellationToken: Token), await service.IssueAsync("alice", cancellationToken: Token), await service.IssueAsync("bob", cancellationToken: Token));

        Assert.True(await service.RevokeAsync(one.Value, Token));
        Assert.False(await service.RevokeAsync(one.Value, Token));
        Assert.Equal(RefreshError.Revoked, (await service.RedeemAsync(one.Value, cancellationToken: Token)).Error);
        Assert.Equal(1, await service.RevokeSubjectAsync("alice", Token));
        Assert.Equal(RefreshError.Revoked, (await service.RedeemAsync(other.Value, cancellationToken: Token)).Error);
        Assert.True((await service.RedeemAsync(bob.Value, cancellationToken: Token)).IsValid);
    }

    [Fact]
    public async Task A_used_token_stays_while_its_family_lives_so_that_a_theft_is_seen()
    {
        var service = Service(options => (options.Lifetime, options.AbsoluteLifetime) = (TimeSpan.FromSeconds(100), null));
        var one = await service.IssueAsync("alice", cancellationToken: Token);
        clock.Pass(TimeSpan.FromSeconds(90));
        await service.RedeemAsync(one.Value, cancellationToken: Token);
        clock.Pass(TimeSpan.FromSeconds(20));

        Assert.Equal(0, await service.PurgeAsync(Token));
        Assert.Equal(RefreshError.ReuseDetected, (await service.RedeemAsync(one.Value, cancellationToken: Token)).Error);
        clock.Pass(TimeSpan.FromSeconds(80));
        Assert.Equal(2, await service.PurgeAsync(Token));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not-a-token")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA=.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB")]
    public async Task A_text_that_is_no_token_is_unknown(string? text)
    {
        var service = Service();

        Assert.Equal(RefreshError.Unknown, (await service.RedeemAsync(text, cancellationToken: Token)).Error);
        Assert.False(await service.RevokeAsync(text, Token));
    }

    [Fact]
    public async Task Neither_the_store_nor_any_text_has_the_secret_half()
    {
        var service = Service();
        var token = await service.IssueAsync("alice", cancellationToken: Token);
        var (record, result) = (Assert.Single(store.Records), await service.RedeemAsync(token.Value, cancellationToken: Token));
        await service.RedeemAsync(token.Value, cancellationToken: Token);
        var secret = token.Value[23..];

        foreach (var text in new[] { record.ToString(), Encoding.UTF8.GetString(record.SecretHash.Span), token.ToString(), result.ToString(), result.Token!.ToString(), string.Join('\n', log.Lines) })
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.NotEqual(System.Buffers.Text.Base64Url.DecodeFromChars(secret), record.SecretHash.ToArray());
    }

    [Fact]
    public void Options_that_cannot_be_used_are_refused()
    {
        Assert.Contains("Lifetime is 00:00:00", Refusal(options => options.Lifetime = TimeSpan.Zero), StringComparison.Ordinal);
        Assert.Contains("must be 1 second to 3650 days", Refusal(options => options.Lifetime = TimeSpan.MaxValue), StringComparison.Ordinal);
        Assert.Contains("AbsoluteLifetime is 00:00:00", Refusal(options => options.AbsoluteLifetime = TimeSpan.Zero), StringComparison.Ordinal);
        Assert.Contains("ReuseLeeway is 00:06:00", Refusal(options => options.ReuseLeeway = TimeSpan.FromMinutes(6)), StringComparison.Ordinal);

        string Refusal(Action<RefreshTokenOptions> spoil) => Assert.Throws<ArgumentException>("options", () => Service(spoil)).Message;
    }

    [Fact]
    public async Task Scopes_with_a_space_are_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await Service().IssueAsync("alice", ["a b"], cancellationToken: Token));
}
