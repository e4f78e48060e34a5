namespace StatefulScheduler.Tokens.Tests.Access;

public class TokenValidationOptionsTests
{
    public static TheoryData<string, Action<TokenValidationOptions>> Wrong => new()
    {
        { "ValidIssuers is empty", options => options.ValidIssuers.Clear() },
        { "ValidAudiences is empty", options => options.ValidAudiences.Clear() },
        { "ValidIssuers has 1, but AllowAnyIssuer is set too", options => options.AllowAnyIssuer = true },
        { "ValidAudiences has an empty one", options => options.ValidAudiences.Add("") },
        { "AllowedAlgorithms has 'none'", options => options.AllowedAlgorithms.Add("none") },
        { "AllowedAlgorithms has 'hs256'", options => options.AllowedAlgorithms.Add("hs256") },
        { "RequiredType is empty", options => options.RequiredType = " " },
        { "ClockSkew is 00:11:00", options => options.ClockSkew = TimeSpan.FromMinutes(11) },
        { "MaxAge is 00:00:00", options => options.MaxAge = TimeSpan.Zero },
        { "MaxTokenLength is 255", options => options.MaxTokenLength = 255 },
        { "MaxDepth is 65", options => options.MaxDepth = 65 },
        { "MaxClaims is 129", options => options.MaxClaims = 129 },
    };

    [Theory, MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Options_that_cannot_be_used_are_refused_with_the_value_and_the_rule(string problem, Action<TokenValidationOptions> spoil)
    {
        var options = new TokenValidationOptions { ValidIssuers = { "i" }, ValidAudiences = { "a" } };
        spoil(options);

        Assert.Contains(problem, Assert.Throws<ArgumentException>("options", () => new AccessTokenValidator(options, new KeyRing(Forge.Key))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_said_is_refused_until_it_is_said_that_it_does_not_matter()
    {
        Assert.Throws<ArgumentException>(() => new AccessTokenValidator(new(), new KeyRing(Forge.Key)));
        Assert.NotNull(new AccessTokenValidator(new TokenValidationOptions().AllowAnyIssuerAndAudience(), new KeyRing(Forge.Key)));
    }
}
