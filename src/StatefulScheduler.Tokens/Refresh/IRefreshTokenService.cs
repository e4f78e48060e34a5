namespace StatefulScheduler.Tokens;

/// <summary>Issues refresh tokens and exchanges each for another one. Thread-safe.</summary>
public interface IRefreshTokenService
{
    /// <summary>Issues the first token of a family: somebody has logged in.</summary>
    /// <param name="subject">Whose token it is.</param>
    /// <param name="scopes">What it allows; left out: nothing in particular.</param>
    /// <param name="clientId">Which client it is for; null for none. Another client cannot use it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The token.</returns>
    ValueTask<RefreshToken> IssueAsync(string subject, IEnumerable<string>? scopes = null, string? clientId = null, CancellationToken cancellationToken = default);

    /// <summary>Exchanges a token for its successor. A token is used up by it; a second use, after a short leeway, revokes the whole family.</summary>
    /// <param name="token">The token; any text.</param>
    /// <param name="scopes">What is asked for; left out: all that it allows. The successor allows as much as the token, whatever is asked for.</param>
    /// <param name="clientId">Which client asks.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What came of it. No text makes this throw.</returns>
    ValueTask<RefreshResult> RedeemAsync(string? token, IEnumerable<string>? scopes = null, string? clientId = null, CancellationToken cancellationToken = default);

    /// <summary>Revokes the family of a token: somebody logs out.</summary>
    /// <param name="token">The token; any text.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether there was something to revoke.</returns>
    ValueTask<bool> RevokeAsync(string? token, CancellationToken cancellationToken = default);

    /// <summary>Revokes all tokens of a subject: a password was changed, a user locked.</summary>
    /// <param name="subject">Whose tokens.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many families were revoked.</returns>
    ValueTask<int> RevokeSubjectAsync(string subject, CancellationToken cancellationToken = default);

    /// <summary>Removes the tokens of families that have expired. A good job for a scheduler, once a day.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many tokens were removed.</returns>
    ValueTask<int> PurgeAsync(CancellationToken cancellationToken = default);
}
