using System.Diagnostics.CodeAnalysis;

namespace StatefulScheduler.Tokens;

/// <summary>What came of a refresh token.</summary>
public sealed record RefreshResult
{
    internal RefreshResult(RefreshError error) => Error = error;

    internal RefreshResult(RefreshToken token, string subject, IReadOnlyList<string> scopes) => (Token, Subject, Scopes) = (token, subject, scopes);

    /// <summary>Gets why it is not accepted; <see cref="RefreshError.None"/> when it is.</summary>
    public RefreshError Error { get; }

    /// <summary>Gets whether it is accepted.</summary>
    [MemberNotNullWhen(true, nameof(Token), nameof(Subject))]
    public bool IsValid => Token is not null;

    /// <summary>Gets the token that takes its place; null when it is not accepted.</summary>
    public RefreshToken? Token { get; }

    /// <summary>Gets whose token it is; null when it is not accepted.</summary>
    public string? Subject { get; }

    /// <summary>Gets what an access token issued for it may allow: what was asked for, or all that it allows.</summary>
    public IReadOnlyList<string> Scopes { get; } = [];

    /// <summary>Says the outcome, and nothing of the token.</summary>
    /// <returns>A text for people.</returns>
    public override string ToString() => IsValid ? "accepted" : $"refused: {Error}";
}
