namespace StatefulScheduler.Tokens;

/// <summary>Remembers which access tokens are no longer accepted before their time is over. Thread-safe.</summary>
/// <remarks>
/// Tokens are known by their <c>jti</c>, never by their text: another text may be the same token, because an ECDSA signature can be changed by anybody into another
/// right one. Times are rounded by nobody: a store keeps them to the second at least.
/// </remarks>
public interface ITokenRevocationStore
{
    /// <summary>Revokes one token.</summary>
    /// <param name="jwtId">Its <c>jti</c>.</param>
    /// <param name="expiresAt">When it expires, with some skew: until then it must be remembered.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when it is revoked.</returns>
    ValueTask RevokeAsync(string jwtId, DateTimeOffset expiresAt, CancellationToken cancellationToken = default);

    /// <summary>Revokes every token of a subject that was issued before a time: a password was changed, a user locked.</summary>
    /// <param name="subject">Whose tokens.</param>
    /// <param name="issuedBefore">Tokens whose <c>iat</c> is earlier, and such without one, are not accepted any more. A later time takes the place of an earlier one, never the other way.</param>
    /// <param name="expiresAt">When the last of them expires, with some skew: until then it must be remembered.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when they are revoked.</returns>
    ValueTask RevokeSubjectAsync(string subject, DateTimeOffset issuedBefore, DateTimeOffset expiresAt, CancellationToken cancellationToken = default);

    /// <summary>Says whether a token was revoked.</summary>
    /// <param name="jwtId">Its <c>jti</c>, if it has one.</param>
    /// <param name="subject">Its <c>sub</c>, if it has one.</param>
    /// <param name="issuedAt">Its <c>iat</c>, if it has one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether it was.</returns>
    ValueTask<bool> IsRevokedAsync(string? jwtId, string? subject, DateTimeOffset? issuedAt, CancellationToken cancellationToken = default);

    /// <summary>Forgets what has expired.</summary>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How much was forgotten.</returns>
    ValueTask<int> PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken = default);
}
