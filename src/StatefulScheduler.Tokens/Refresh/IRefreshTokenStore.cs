namespace StatefulScheduler.Tokens;

/// <summary>Keeps refresh tokens. Thread-safe; several processes may share one.</summary>
/// <remarks>It decides nothing but one race: <see cref="TryRotateAsync"/> succeeds for one of those who try at the same time.</remarks>
public interface IRefreshTokenStore
{
    /// <summary>Adds a token.</summary>
    /// <param name="record">The token.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when it is added.</returns>
    ValueTask InsertAsync(RefreshTokenRecord record, CancellationToken cancellationToken = default);

    /// <summary>Finds a token.</summary>
    /// <param name="id">Its first half; any text.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The token; null when there is none.</returns>
    ValueTask<RefreshTokenRecord?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Marks a token as used and adds its successor, both or neither, if it may still be used: in one step that nothing can come between.</summary>
    /// <param name="id">The token's first half.</param>
    /// <param name="consumedAt">When it is used. Kept only of the first use.</param>
    /// <param name="forgivenAfter">A use later than this does not count yet: the answer to it may have been lost.</param>
    /// <param name="successor">The token that takes its place, of the same family.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether it was; false when the token was revoked, or used at <paramref name="forgivenAfter"/> or earlier.</returns>
    ValueTask<bool> TryRotateAsync(
        string id, DateTimeOffset consumedAt, DateTimeOffset forgivenAfter, RefreshTokenRecord successor, CancellationToken cancellationToken = default);

    /// <summary>Revokes all tokens of a family.</summary>
    /// <param name="familyId">The family.</param>
    /// <param name="revokedAt">When.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether there was one that was not revoked before.</returns>
    ValueTask<bool> RevokeFamilyAsync(string familyId, DateTimeOffset revokedAt, CancellationToken cancellationToken = default);

    /// <summary>Revokes all tokens of a subject.</summary>
    /// <param name="subject">Whose tokens.</param>
    /// <param name="revokedAt">When.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many families there were that were not revoked before.</returns>
    ValueTask<int> RevokeSubjectAsync(string subject, DateTimeOffset revokedAt, CancellationToken cancellationToken = default);

    /// <summary>Removes the tokens of families in which every token has expired. Of a family that lives, the used ones stay: by them a theft is seen.</summary>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many tokens were removed.</returns>
    ValueTask<int> PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken = default);
}
