namespace StatefulScheduler.Tokens;

/// <summary>An access token that was issued.</summary>
/// <param name="Value">The token.</param>
/// <param name="ExpiresAt">When it expires, to the second.</param>
/// <param name="JwtId">Its own name, by which it can be revoked; null when the issuer gives none.</param>
public sealed record AccessToken(string Value, DateTimeOffset ExpiresAt, string? JwtId)
{
    /// <summary>Says that this is a token, and not which.</summary>
    /// <returns>A text for people.</returns>
    public override string ToString() => $"an access token that expires at {ExpiresAt:O}";
}
