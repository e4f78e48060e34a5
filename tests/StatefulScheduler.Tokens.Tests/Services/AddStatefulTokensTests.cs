using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace StatefulScheduler.Tokens.Tests.Services;

public class AddStatefulTokensTests
{
    private static readonly string[] Secrets = [TokenKey.GenerateSecret(), TokenKey.GenerateSecret()];

    private readonly ServiceCollection services = new();

    [Fact]
    public async Task Everything_is_there_and_fits_together()
    {
        services.AddSingleton<TimeProvider>(new TestClock());
        services.AddStatefulTokens(issuer => { issuer.Issuer = "me"; issuer.Audiences.Add("api"); })
            .ConfigureKeys(keys => keys.Keys.Add(new() { Secret = Secrets[0] }))
            .AddRefreshTokens<InMemoryRefreshTokenStore>(options => options.Lifetime = TimeSpan.FromDays(1))
            .AddRevocation<InMemoryTokenRevocationStore>()
            .AddPasswordHashing(options => (options.Bcrypt.Cost, options.Bcrypt.AllowWeakCost) = (4, true));
        await using var provider = services.BuildServiceProvider();

        var token = provider.GetRequiredService<IAccessTokenIssuer>().Issue("alice", "me");
        var result = await provider.GetRequiredService<IAccessTokenValidator>().ValidateAsync(token.Value, TestContext.Current.CancellationToken);
        await provider.GetRequiredService<ITokenRevocationStore>().RevokeAsync(token.JwtId!, token.ExpiresAt, TestContext.Current.CancellationToken);
        var refresh = await provider.GetRequiredService<IRefreshTokenService>().IssueAsync("alice", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("alice", result.Claims!.Subject);
        Assert.Equal(TokenError.Revoked, (await provider.GetRequiredService<IAccessTokenValidator>().ValidateAsync(token.Value, TestContext.Current.CancellationToken)).Error);
        Assert.Equal(new TestClock().Now.AddDays(1), refresh.ExpiresAt);
        Assert.StartsWith("$2b$04$", provider.GetRequiredService<IPasswordHashContext>().Hash("secret"), StringComparison.Ordinal);
    }

    public static TheoryData<string, Action<IServiceCollection>> Broken => new()
    {
        { "There is no key. Set Keys:0:Secret", services => services.AddStatefulTokens(Named) },
        { "Keys:0: The secret is refused: it is published", services => services.AddStatefulTokens(Named).ConfigureKeys(keys => keys.Keys.Add(new() { Secret = "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7" })) },
        { "Keys:0: A key needs exactly one of", services => services.AddStatefulTokens(Named).ConfigureKeys(keys => keys.Keys.Add(new())) },
        { "Keys:1: A key in PEM needs its Algorithm", services => services.AddStatefulTokens(Named).ConfigureKeys(keys => { keys.Keys.Add(new() { Secret = Secrets[0] }); keys.Keys.Add(new() { Pem = "x" }); }) },
        { "two keys named 'a'", services => services.AddStatefulTokens(Named).ConfigureKeys(keys => { keys.Keys.Add(new() { Secret = Secrets[0], Id = "a" }); keys.Keys.Add(new() { Secret = Secrets[1], Id = "a" }); }) },
        { "ValidIssuers: is empty", services => services.AddStatefulTokens().AddKey(Forge.Key) },
        { "Lifetime: is 00:00:00", services => services.AddStatefulTokens(issuer => { Named(issuer); issuer.Lifetime = TimeSpan.Zero; }).AddKey(Forge.Key) },
        { "ReuseLeeway: is 01:00:00", services => services.AddStatefulTokens(Named).AddKey(Forge.Key).AddRefreshTokens<InMemoryRefreshTokenStore>(options => options.ReuseLeeway = TimeSpan.FromHours(1)) },
        { "Bcrypt.Cost: is 4", services => services.AddPasswordHashing(options => options.Bcrypt.Cost = 4) },
    };

    [Theory, MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public async Task A_host_that_is_set_up_wrongly_does_not_start(string problem, Action<IServiceCollection> setUp)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        setUp(builder.Services);
        using var host = builder.Build();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains(problem, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("09d25e09", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secrets[0], error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_follow_their_configuration_and_bad_ones_change_nothing()
    {
        var (source, log, secrets) = (new Reload(), new LogLines(), new List<string> { Secrets[0] });
        services.AddSingleton<IOptionsChangeTokenSource<KeyRingOptions>>(source).AddLogging(logging => logging.AddProvider(log));
        services.AddStatefulTokens(Named).ConfigureKeys(keys => secrets.ForEach(secret => keys.Keys.Add(new() { Secret = secret })));
        using var provider = services.BuildServiceProvider();
        var (issuer, validator) = (provider.GetRequiredService<IAccessTokenIssuer>(), provider.GetRequiredService<IAccessTokenValidator>());
        var before = issuer.Issue("alice").Value;

        secrets.Insert(0, Secrets[1]);
        source.Fire();
        var after = issuer.Issue("alice").Value;
        Assert.NotEqual(Jwt.UnverifiedHeader(before).GetProperty("kid").GetString(), Jwt.UnverifiedHeader(after).GetProperty("kid").GetString());
        Assert.True(validator.Validate(before).IsValid && validator.Validate(after).IsValid);

        secrets.Clear();
        secrets.Add("changeme");
        source.Fire();
        Assert.True(validator.Validate(before).IsValid && validator.Validate(after).IsValid);
        Assert.Contains(log.Lines, line => line.StartsWith("Error: The new keys of tokens are refused, and the old ones go on: ", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("changeme", StringComparison.Ordinal) || line.Contains(Secrets[0], StringComparison.Ordinal));
    }

    [Fact]
    public void A_source_of_ones_own_takes_the_place_of_the_configuration()
    {
        services.AddStatefulTokens(Named).UseKeyRing<Own>();
        using var provider = services.BuildServiceProvider();

        Assert.Equal("k1", Jwt.UnverifiedHeader(provider.GetRequiredService<IAccessTokenIssuer>().Issue("alice").Value).GetProperty("kid").GetString());
    }

    private static void Named(TokenIssuerOptions options)
    {
        options.Issuer = "me";
        options.Audiences.Add("api");
    }

    private sealed class Own : IKeyRingSource
    {
        public KeyRing Current { get; } = new(Forge.Key);
    }

    private sealed class Reload : IOptionsChangeTokenSource<KeyRingOptions>, IDisposable
    {
        private CancellationTokenSource source = new();

        public string? Name => Options.DefaultName;

        public IChangeToken GetChangeToken() => new CancellationChangeToken(source.Token);

        public void Dispose() => source.Dispose();

        public void Fire()
        {
            var fired = source;
            source = new();
            fired.Cancel();
            fired.Dispose();
        }
    }
}
