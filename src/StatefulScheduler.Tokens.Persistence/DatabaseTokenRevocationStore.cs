using StatefulScheduler.Persistence;

namespace StatefulScheduler.Tokens;

/// <summary>Remembers revoked access tokens in a database, for as many processes as use it.</summary>
/// <remarks>
/// Thread-safe. The tables are made at the first use. A SQLite database must be a file: each call has a connection of its own. Texts with a NUL cannot be kept.
/// What goes wrong with the database is a <see cref="DatabaseException"/> where the provider has words for it, else the driver's own exception: no token is then accepted.
/// </remarks>
public sealed class DatabaseTokenRevocationStore : ITokenRevocationStore, IDisposable
{
    private readonly PreparedDatabase database;

    /// <summary>Creates a store.</summary>
    /// <param name="database">The database.</param>
    public DatabaseTokenRevocationStore(Database database)
    {
        ArgumentNullException.ThrowIfNull(database);
        this.database = new(database);
    }

    /// <inheritdoc/>
    public async ValueTask RevokeAsync(string jwtId, DateTimeOffset expiresAt, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(jwtId);
        StoredText.Check(jwtId, nameof(jwtId));
        await database.RunAsync(
            commands => commands.ExecuteAsync(
                """
                INSERT INTO revoked_token(jwt_id, expires_at) VALUES(@jwt_id, @expires_at)
                ON CONFLICT(jwt_id) DO UPDATE SET expires_at = CASE WHEN revoked_token.expires_at < excluded.expires_at THEN excluded.expires_at ELSE revoked_token.expires_at END
                """,
                ("jwt_id", jwtId), ("expires_at", expiresAt.UtcTicks)),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask RevokeSubjectAsync(string subject, DateTimeOffset issuedBefore, DateTimeOffset expiresAt, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        StoredText.Check(subject, nameof(subject));
        await database.RunAsync(
            commands => commands.ExecuteAsync(
                """
                INSERT INTO revoked_subject(subject, issued_before, expires_at) VALUES(@subject, @issued_before, @expires_at)
                ON CONFLICT(subject) DO UPDATE SET
                  issued_before = CASE WHEN revoked_subject.issued_before < excluded.issued_before THEN excluded.issued_before ELSE revoked_subject.issued_before END,
                  expires_at = CASE WHEN revoked_subject.expires_at < excluded.expires_at THEN excluded.expires_at ELSE revoked_subject.expires_at END
                """,
                ("subject", subject), ("issued_before", issuedBefore.UtcTicks), ("expires_at", expiresAt.UtcTicks)),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> IsRevokedAsync(string? jwtId, string? subject, DateTimeOffset? issuedAt, CancellationToken cancellationToken = default) =>
        await database.RunAsync(
            commands => commands.NumberAsync(
                """
                SELECT CASE WHEN EXISTS (SELECT 1 FROM revoked_token WHERE jwt_id = @jwt_id)
                  OR EXISTS (SELECT 1 FROM revoked_subject WHERE subject = @subject AND issued_before > @issued_at) THEN 1 ELSE 0 END
                """,
                ("jwt_id", Sought(jwtId)), ("subject", Sought(subject)), ("issued_at", issuedAt?.UtcTicks ?? -1)),
            cancellationToken).ConfigureAwait(false) != 0;

    /// <inheritdoc/>
    public ValueTask<int> PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken = default) => database.RunAsync(
        async commands =>
            await commands.ExecuteAsync("DELETE FROM revoked_token WHERE expires_at <= @now", ("now", now.UtcTicks)).ConfigureAwait(false)
            + await commands.ExecuteAsync("DELETE FROM revoked_subject WHERE expires_at <= @now", ("now", now.UtcTicks)).ConfigureAwait(false),
        cancellationToken);

    /// <summary>Lets go of what the first use waits on. The database is the caller's.</summary>
    public void Dispose() => database.Dispose();

    // No row has an empty name: it stands for what cannot be there.
    private static string Sought(string? text) => StoredText.CanBe(text) ? text : string.Empty;
}
