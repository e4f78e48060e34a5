namespace StatefulScheduler.Tokens;

/// <summary>What a store knows of one refresh token. Nobody can make the token of it.</summary>
/// <param name="Id">The first half of the token, by which it is found.</param>
/// <param name="FamilyId">The login that it descends from: all tokens of it are revoked together.</param>
/// <param name="SecretHash">SHA-256 of the second half. The half itself is nowhere but in the token.</param>
/// <param name="Subject">Whose token it is.</param>
/// <param name="ClientId">Which client it was issued to; null for none. Another client cannot use it.</param>
/// <param name="Scopes">What it allows, separated by spaces.</param>
/// <param name="CreatedAt">When it was issued.</param>
/// <param name="ExpiresAt">When it expires, unused.</param>
/// <param name="FamilyExpiresAt">When its family expires.</param>
/// <param name="ConsumedAt">When it was used; null: it was not.</param>
/// <param name="RevokedAt">When its family was revoked; null: it was not.</param>
public sealed record RefreshTokenRecord(
    string Id,
    string FamilyId,
    ReadOnlyMemory<byte> SecretHash,
    string Subject,
    string? ClientId,
    string Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset FamilyExpiresAt,
    DateTimeOffset? ConsumedAt = null,
    DateTimeOffset? RevokedAt = null);
