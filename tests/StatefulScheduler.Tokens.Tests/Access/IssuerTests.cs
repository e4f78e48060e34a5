using System.Text.Json;
using static StatefulScheduler.Tokens.Tests.Some;

namespace StatefulScheduler.Tokens.Tests.Access;

public class IssuerTests
{
    private readonly TestClock clock = new();

    public static TheoryData<string> Algorithms => [.. TokenAlgorithms.All];

    [Theory, MemberData(nameof(Algorithms))]
    public void A_token_of_any_algorithm_is_accepted_by_its_key_and_by_no_other(string algorithm)
    {
        using var key = TokenKey.Generate(algorithm, "k");
        using var other = TokenKey.Generate(algorithm, "k");

        var token = IssuerOf(clock, new(key)).Issue("alice", "read", "write");

        var result = Validator(clock, new(key)).Validate(token.Value);
        Assert.True(result.IsValid, result.ToString());
        Assert.Equal("alice", result.Claims.Subject);
        Assert.Equal(["read", "write"], result.Claims.Scopes.Order());
        Assert.Equal(algorithm, Jwt.UnverifiedHeader(token.Value).GetProperty("alg").GetString());
        Assert.Equal("k", Jwt.UnverifiedHeader(token.Value).GetProperty("kid").GetString());
        Assert.Equal(TokenError.SignatureInvalid, Validator(clock, new(other)).Validate(token.Value).Error);
    }

    [Fact]
    public void A_token_says_what_the_options_and_the_descriptor_say()
    {
        var issuer = IssuerOf(clock, new(Forge.Key), options => (options.Lifetime, options.Type) = (TimeSpan.FromMinutes(5), "at+jwt"));
        var descriptor = new TokenDescriptor { Subject = "alice", Audience = "other", Scopes = { "me" } };
        foreach (var (name, value) in new Dictionary<string, object?>
        {
            ["text"] = "ä\"\\", ["number"] = 5, ["large"] = 9_007_199_254_740_993L, ["exact"] = 0.1m, ["none"] = null, ["truth"] = true, ["at"] = clock.Now, ["list"] = new[] { "a", "b" },
            ["tree"] = new Dictionary<string, object?> { ["a"] = new object[] { 1, "x" } }, ["json"] = JsonElement.Parse("""{"z":[1]}"""),
        })
            descriptor.Claims[name] = value;

        var token = issuer.Issue(descriptor);

        Assert.Equal(clock.Now + TimeSpan.FromMinutes(5), token.ExpiresAt);
        Assert.Equal("at+jwt", Jwt.UnverifiedHeader(token.Value).GetProperty("typ").GetString());
        var expected = JsonElement.Parse(
            $$$"""
            {"iss":"https://issuer.example","sub":"alice","aud":"other","iat":1800000000,"exp":1800000300,"jti":"{{{token.JwtId}}}","scope":"me","text":"ä\"\\","number":5,"large":9007199254740993,
            "exact":0.1,"none":null,"truth":true,"at":1800000000,"list":["a","b"],"tree":{"a":[1,"x"]},"json":{"z":[1]}}
            """);
        Assert.True(JsonElement.DeepEquals(expected, Jwt.UnverifiedClaims(token.Value)), Jwt.UnverifiedClaims(token.Value).ToString());
    }

    [Fact]
    public void Every_token_has_a_name_of_its_own_unless_it_shall_not()
    {
        var issuer = IssuerOf(clock, new(Forge.Key));

        Assert.NotEqual(issuer.Issue("alice").JwtId, issuer.Issue("alice").JwtId);
        Assert.Null(IssuerOf(clock, new(Forge.Key), options => options.IncludeJwtId = false).Issue("alice").JwtId);
    }

    [Fact]
    public void What_cannot_be_said_is_refused_with_a_reason()
    {
        var issuer = IssuerOf(clock, new(Forge.Key));

        Assert.Contains("'exp' is written by the issuer", Refused(new() { Claims = { ["exp"] = 1 } }), StringComparison.Ordinal);
        Assert.Contains("must be 1 second to 1.00:00:00", Refused(new() { Lifetime = TimeSpan.FromDays(2) }), StringComparison.Ordinal);
        Assert.Contains("The scope 'a b'", Refused(new() { Scopes = { "a b" } }), StringComparison.Ordinal);
        Assert.Contains("'x' is a System.Object without a form", Refused(new() { Claims = { ["x"] = new object() } }), StringComparison.Ordinal);
        Assert.Contains("'x' is a System.Double without", Refused(new() { Claims = { ["x"] = double.NaN } }), StringComparison.Ordinal);
        Assert.Contains("does not say whether it is UTC", Refused(new() { Claims = { ["x"] = new DateTime(2026, 1, 1) } }), StringComparison.Ordinal);
        Assert.Contains("half of a surrogate pair", Refused(new() { Subject = "a\ud800" }), StringComparison.Ordinal);
        Assert.Contains("half of a surrogate pair", Refused(new() { Claims = { ["x"] = new Dictionary<string, object?> { ["y"] = "\udc00" } } }), StringComparison.Ordinal);
        Assert.Contains("half of a surrogate pair", Refused(new() { Claims = { ["\ud800"] = 1 } }), StringComparison.Ordinal);
        var circle = new Dictionary<string, object?>();
        circle["x"] = circle;
        Assert.Contains("or contains itself", Refused(new() { Claims = { ["x"] = circle } }), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => IssuerOf(clock, new(Forge.Key), options => options.Lifetime = TimeSpan.FromDays(2)));
        Assert.Throws<ArgumentException>(() => IssuerOf(clock, new(Forge.Key), options => options.Type = ""));
        Assert.Throws<ArgumentException>(() => IssuerOf(clock, new(Forge.Key), options => options.MaxLifetime = TimeSpan.MaxValue));

        string Refused(TokenDescriptor descriptor) => Assert.ThrowsAny<ArgumentException>(() => issuer.Issue(descriptor)).Message;
    }

    [Fact]
    public void A_public_half_does_not_sign()
    {
        using var pair = TokenKey.Generate("ES256");
        using var half = TokenKey.FromJwk(Keys.KeyTests.PublicJwk(pair));

        Assert.Contains("only verifies", Assert.Throws<InvalidOperationException>(() => IssuerOf(clock, new(half)).Issue("alice")).Message, StringComparison.Ordinal);
        Assert.True(Validator(clock, new(half)).Validate(IssuerOf(clock, new(pair)).Issue("alice").Value).IsValid);
    }

    [Fact]
    public async Task Many_threads_may_sign_and_verify_with_one_key()
    {
        foreach (var algorithm in new[] { "HS256", "RS256", "ES256" })
        {
            using var key = TokenKey.Generate(algorithm);
            var (issuer, validator) = (IssuerOf(clock, new(key)), Validator(clock, new(key)));
            var wrong = 0;
            await Parallel.ForAsync(0, 200, TestContext.Current.CancellationToken, (number, _) =>
            {
                var result = validator.Validate(issuer.Issue($"user-{number}").Value);
                if (!result.IsValid || result.Claims.Subject != $"user-{number}")
                    Interlocked.Increment(ref wrong);
                return ValueTask.CompletedTask;
            });
            Assert.Equal(0, wrong);
        }
    }
}
