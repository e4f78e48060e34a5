using System.Diagnostics.CodeAnalysis;

namespace StatefulScheduler.Tokens;

/// <summary>What came of a token.</summary>
public readonly record struct TokenValidationResult
{
    /// <summary>What to tell somebody whose token was refused, whatever the reason: who tries tokens must not learn how near they come.</summary>
    public const string PublicMessage = "The access token is invalid.";

    internal TokenValidationResult(TokenError error) => Error = error;

    internal TokenValidationResult(TokenClaims claims) => Claims = claims;

    /// <summary>Gets why it is not accepted; <see cref="TokenError.None"/> when it is.</summary>
    public TokenError Error { get; }

    /// <summary>Gets what it says; null when it is not accepted.</summary>
    public TokenClaims? Claims { get; }

    /// <summary>Gets whether it is accepted.</summary>
    [MemberNotNullWhen(true, nameof(Claims))]
    public bool IsValid => Claims is not null;

    /// <summary>Says the outcome, and nothing of the token.</summary>
    /// <returns>A text for people.</returns>
    public override string ToString() => IsValid ? "valid" : $"refused: {Error}";
}
