using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace StatefulScheduler.Benchmarks.Tokens;

// The library by itself, set up as its manual says: the same issuer, audience, algorithm and lifetime are asked for.
internal sealed class RawTokens
{
    private readonly JsonWebTokenHandler handler = new();
    private readonly SigningCredentials credentials;
    private readonly TokenValidationParameters parameters;

    public RawTokens(SecurityKey key, string algorithm)
    {
        credentials = new(key, algorithm);
        parameters = new()
        {
            ValidIssuer = TokenComparison.Issuer,
            ValidAudience = TokenComparison.Audience,
            IssuerSigningKey = key,
            ValidAlgorithms = [algorithm],
            ClockSkew = TimeSpan.FromSeconds(30),
        };
    }

    public string Issue()
    {
        var now = DateTime.UtcNow;
        return handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = TokenComparison.Issuer,
            Audience = TokenComparison.Audience,
            IssuedAt = now,
            Expires = now.AddMinutes(30),
            SigningCredentials = credentials,
            Claims = new Dictionary<string, object> { ["sub"] = TokenComparison.Subject, ["jti"] = Guid.NewGuid().ToString("N"), ["scope"] = "me items" },
        });
    }

    public bool Validate(string token)
    {
        var result = handler.ValidateTokenAsync(token, parameters).GetAwaiter().GetResult();
        return result.IsValid && ((JsonWebToken)result.SecurityToken).Subject == TokenComparison.Subject;
    }
}
