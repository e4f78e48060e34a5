namespace StatefulScheduler.Tokens.Tests;

// Validators and issuers of one clock.
internal static class Some
{
    public const string Issuer = "https://issuer.example";
    public const string Audience = "api";

    public static AccessTokenValidator Validator(TestClock clock, KeyRing keys, Action<TokenValidationOptions>? configure = null)
    {
        var options = new TokenValidationOptions { ValidIssuers = { Issuer }, ValidAudiences = { Audience }, ClockSkew = TimeSpan.Zero };
        configure?.Invoke(options);
        return new(options, keys, clock);
    }

    public static AccessTokenIssuer IssuerOf(TestClock clock, KeyRing keys, Action<TokenIssuerOptions>? configure = null)
    {
        var options = new TokenIssuerOptions { Issuer = Issuer, Audiences = { Audience } };
        configure?.Invoke(options);
        return new(options, keys, clock);
    }
}
