using System.Text;

namespace StatefulScheduler.Tokens;

// Checked options, in the form in which they are compared.
internal sealed class TokenRules
{
    public TokenRules(TokenValidationOptions options, string parameter)
    {
        Breaches.Check("token validation", TokenValidationOptionsRules.BreachesOf(options), parameter);
        (Issuers, Audiences) = (Bytes(options.ValidIssuers), Bytes(options.ValidAudiences));
        (AllowsAnyIssuer, AllowsAnyAudience) = (options.AllowAnyIssuer, options.AllowAnyAudience);
        Algorithms = [.. options.AllowedAlgorithms];
        RequiredType = options.RequiredType;
        SkewSeconds = options.ClockSkew.TotalSeconds;
        MaxAgeSeconds = options.MaxAge?.TotalSeconds;
        (RequiresExpiration, RequiresSubject) = (options.RequireExpiration, options.RequireSubject);
        (MaxTokenLength, MaxDepth, MaxClaims) = (options.MaxTokenLength, options.MaxDepth, options.MaxClaims);
    }

    public byte[][] Issuers { get; }

    public byte[][] Audiences { get; }

    public bool AllowsAnyIssuer { get; }

    public bool AllowsAnyAudience { get; }

    public string[] Algorithms { get; }

    public string? RequiredType { get; }

    public double SkewSeconds { get; }

    public double? MaxAgeSeconds { get; }

    public bool RequiresExpiration { get; }

    public bool RequiresSubject { get; }

    public int MaxTokenLength { get; }

    public int MaxDepth { get; }

    public int MaxClaims { get; }

    public bool Allows(string algorithm) => Algorithms.Length == 0 || Algorithms.Contains(algorithm);

    // RFC 7519: not accepted on or after `exp`, not before `nbf`. Seconds may have fractions.
    public TokenError Judge(in TokenPayload payload, DateTimeOffset now)
    {
        var seconds = (now - DateTimeOffset.UnixEpoch).TotalSeconds;
        return payload.Expires is { } expires && expires + SkewSeconds <= seconds ? TokenError.Expired
            : payload.NotBefore is { } notBefore && notBefore - SkewSeconds > seconds ? TokenError.NotYetValid
            : payload.IssuedAt is { } issuedAt && issuedAt - SkewSeconds > seconds ? TokenError.NotYetValid
            : payload.IssuedAt is { } issued && issued + MaxAgeSeconds + SkewSeconds <= seconds ? TokenError.TooOld
            : TokenError.None;
    }

    private static byte[][] Bytes(IEnumerable<string> texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
