using StatefulScheduler.Tokens;

namespace StatefulScheduler.Benchmarks.Tokens;

// One key, and what issues and validates with it: the gate, the library's signature check, the claims.
internal sealed class OurTokens
{
    private readonly AccessTokenIssuer issuer;
    private readonly AccessTokenValidator validator;

    public OurTokens(TokenKey key)
    {
        var ring = new KeyRing(key);
        issuer = new(new TokenIssuerOptions { Issuer = TokenComparison.Issuer, Audiences = { TokenComparison.Audience } }, ring);
        validator = new(new TokenValidationOptions { ValidIssuers = { TokenComparison.Issuer }, ValidAudiences = { TokenComparison.Audience } }, ring);
    }

    public string Issue() => issuer.Issue(TokenComparison.Subject, "me", "items").Value;

    // The subject is read, so that it is known to be the token's.
    public bool Validate(string token) => validator.Validate(token) is { IsValid: true, Claims.Subject: TokenComparison.Subject };
}
