namespace StatefulScheduler.Tokens;

/// <summary>A refresh token that was issued.</summary>
/// <param name="Value">The token. It is stored nowhere; give it to the client.</param>
/// <param name="ExpiresAt">When it expires if it is not used.</param>
public sealed record RefreshToken(string Value, DateTimeOffset ExpiresAt)
{
    /// <summary>Says that this is a token, and not which.</summary>
    /// <returns>A text for people.</returns>
    public override string ToString() => $"a refresh token that expires at {ExpiresAt:O}";
}
