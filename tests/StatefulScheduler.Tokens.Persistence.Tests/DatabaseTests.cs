using Microsoft.Extensions.DependencyInjection;
using StatefulScheduler.Tokens.Tests;

namespace StatefulScheduler.Tokens.Persistence.Tests;

// What concerns the database alone.
public sealed class DatabaseTests : IAsyncLifetime
{
    private readonly SqlitePlace place = new();
    private readonly TestClock clock = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => place.RemoveAsync();

    [Fact]
    public async Task What_was_stored_is_there_after_a_restart_and_for_another_process()
    {
        var (first, second) = (Service(), Service());
        var token = await first.IssueAsync("alice", cancellationToken: Ct);

        var next = await second.RedeemAsync(token.Value, cancellationToken: Ct);

        Assert.True(next.IsValid);
        Assert.Equal(RefreshError.ReuseDetected, (await first.RedeemAsync(token.Value, cancellationToken: Ct)).Error);
        Assert.Equal(RefreshError.Revoked, (await second.RedeemAsync(next.Token.Value, cancellationToken: Ct)).Error);
    }

    [Fact]
    public async Task Neither_the_file_nor_the_echo_has_a_token()
    {
        using var log = new LogLines();
        using var store = new DatabaseRefreshTokenStore(place.Open(new() { Echo = log }));
        var service = new RefreshTokenService(store, time: clock);
        var token = await service.IssueAsync("alice", cancellationToken: Ct);
        var next = await service.RedeemAsync(token.Value, cancellationToken: Ct);

        await using var connection = await place.Open().ConnectAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat(id || family || secret || scopes) FROM refresh_token";
        var stored = (string)(await command.ExecuteScalarAsync(Ct))!;
        Assert.Contains("INSERT INTO refresh_token", string.Join('\n', log.Lines), StringComparison.Ordinal);
        foreach (var secret in new[] { token.Value[23..], next.Token!.Value[23..] })
        {
            Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, string.Join('\n', log.Lines), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_database_that_cannot_be_used_accepts_no_token_and_is_asked_again_later()
    {
        var closed = place.Open(new() { ReadOnly = true });
        using var store = new DatabaseTokenRevocationStore(closed);
        using var key = TokenKey.Generate("HS256");
        var (issuer, validator) = (new AccessTokenIssuer(new(), new KeyRing(key), clock), new AccessTokenValidator(new TokenValidationOptions().AllowAnyIssuerAndAudience(), new KeyRingSource(new(key)), clock, store));
        var token = issuer.Issue("alice").Value;

        await Assert.ThrowsAnyAsync<Exception>(async () => await validator.ValidateAsync(token, Ct));

        await place.Open().MigrateAsync(TokensSchema.Migrations, Ct);
        Assert.Equal(0, await place.Open().MigrateAsync(TokensSchema.Migrations, Ct));
    }

    [Fact]
    public async Task Texts_that_no_database_can_keep_are_refused()
    {
        using var store = new DatabaseRefreshTokenStore(place.Open());
        using var revocations = new DatabaseTokenRevocationStore(place.Open());

        await Assert.ThrowsAsync<ArgumentException>(async () => await new RefreshTokenService(store, time: clock).IssueAsync("a\0b", cancellationToken: Ct));
        await Assert.ThrowsAsync<ArgumentException>(async () => await revocations.RevokeAsync("a\0b", clock.Now, Ct));
        await Assert.ThrowsAsync<ArgumentException>(async () => await revocations.RevokeSubjectAsync("a\0b", clock.Now, clock.Now, Ct));
    }

    [Fact]
    public async Task A_host_names_the_stores_and_gives_the_database()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock).AddSingleton(place.Open());
        services.AddStatefulTokens(options => { options.Issuer = "me"; options.Audiences.Add("api"); })
            .AddKey(TokenKey.Generate("ES256")).AddRefreshTokens<DatabaseRefreshTokenStore>().AddRevocation<DatabaseTokenRevocationStore>();
        await using var provider = services.BuildServiceProvider();
        var token = provider.GetRequiredService<IAccessTokenIssuer>().Issue("alice");

        await provider.GetRequiredService<ITokenRevocationStore>().RevokeAsync(token.JwtId!, token.ExpiresAt, Ct);

        Assert.Equal(TokenError.Revoked, (await provider.GetRequiredService<IAccessTokenValidator>().ValidateAsync(token.Value, Ct)).Error);
        Assert.Equal("alice", (await provider.GetRequiredService<IRefreshTokenService>().RedeemAsync((await provider.GetRequiredService<IRefreshTokenService>().IssueAsync("alice", cancellationToken: Ct)).Value, cancellationToken: Ct)).Subject);
    }

    private RefreshTokenService Service() => new(new DatabaseRefreshTokenStore(place.Open()), new() { ReuseLeeway = TimeSpan.Zero }, clock);
}
