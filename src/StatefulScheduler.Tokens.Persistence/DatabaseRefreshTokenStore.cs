using System.Data.Common;
using StatefulScheduler.Persistence;
using Base64Url = System.Buffers.Text.Base64Url;

namespace StatefulScheduler.Tokens;

/// <summary>Keeps refresh tokens in a database, for as many processes as use it. Of a token it holds a digest, never the token.</summary>
/// <remarks>
/// Thread-safe. The tables are made at the first use. A SQLite database must be a file: each call has a connection of its own. Texts with a NUL cannot be kept.
/// What goes wrong with the database is a <see cref="DatabaseException"/> where the provider has words for it, else the driver's own exception.
/// </remarks>
public sealed class DatabaseRefreshTokenStore : IRefreshTokenStore, IDisposable
{
    // A family is one row, which whoever rotates or revokes changes first: so neither can pass the other, and a revoked family gets no new token.
    private const string TouchFamily = "UPDATE refresh_family SET expires_at = CASE WHEN expires_at < @expires_at THEN @expires_at ELSE expires_at END WHERE id = @family AND revoked_at IS NULL";

    private const string InsertToken = """
        INSERT INTO refresh_token(id, family, secret, client, scopes, created_at, expires_at, family_expires_at, consumed_at)
        VALUES(@id, @family, @secret, @client, @scopes, @created_at, @expires_at, @family_expires_at, @consumed_at)
        """;

    private readonly PreparedDatabase database;

    /// <summary>Creates a store.</summary>
    /// <param name="database">The database.</param>
    public DatabaseRefreshTokenStore(Database database)
    {
        ArgumentNullException.ThrowIfNull(database);
        this.database = new(database);
    }

    /// <inheritdoc/>
    public async ValueTask InsertAsync(RefreshTokenRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        StoredText.Check(record.Subject, nameof(record));
        StoredText.Check(record.ClientId, nameof(record));
        StoredText.Check(record.Scopes, nameof(record));
        await database.RunAsync(
            async commands =>
            {
                await commands.ExecuteAsync(
                    """
                    INSERT INTO refresh_family(id, subject, expires_at, revoked_at) VALUES(@family, @subject, @expires_at, @revoked_at)
                    ON CONFLICT(id) DO UPDATE SET expires_at = CASE WHEN refresh_family.expires_at < excluded.expires_at THEN excluded.expires_at ELSE refresh_family.expires_at END
                    """,
                    ("family", record.FamilyId), ("subject", record.Subject), ("expires_at", Ticks(record.ExpiresAt)), ("revoked_at", Ticks(record.RevokedAt))).ConfigureAwait(false);
                return await commands.ExecuteAsync(InsertToken, Parameters(record)).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<RefreshTokenRecord?> FindAsync(string id, CancellationToken cancellationToken = default) =>
        StoredText.CanBe(id)
            ? database.RunAsync(
                commands => commands.RowAsync(
                    """
                    SELECT t.id, t.family, t.secret, f.subject, t.client, t.scopes, t.created_at, t.expires_at, t.family_expires_at, t.consumed_at, f.revoked_at
                    FROM refresh_token t JOIN refresh_family f ON f.id = t.family WHERE t.id = @id
                    """,
                    Read,
                    ("id", id)),
                cancellationToken)
            : default;

    /// <inheritdoc/>
    public ValueTask<bool> TryRotateAsync(
        string id, DateTimeOffset consumedAt, DateTimeOffset forgivenAfter, RefreshTokenRecord successor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(successor);
        return database.RunAsync(
            async commands =>
            {
                if (await commands.ExecuteAsync(TouchFamily, ("family", successor.FamilyId), ("expires_at", Ticks(successor.ExpiresAt))).ConfigureAwait(false) == 0)
                    return commands.GiveUp();
                var used = await commands.ExecuteAsync(
                    "UPDATE refresh_token SET consumed_at = COALESCE(consumed_at, @consumed_at) WHERE id = @id AND family = @family AND (consumed_at IS NULL OR consumed_at > @forgiven_after)",
                    ("id", id), ("family", successor.FamilyId), ("consumed_at", Ticks(consumedAt)), ("forgiven_after", Ticks(forgivenAfter))).ConfigureAwait(false);
                return used == 0 ? commands.GiveUp() : await commands.ExecuteAsync(InsertToken, Parameters(successor)).ConfigureAwait(false) == 1;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RevokeFamilyAsync(string familyId, DateTimeOffset revokedAt, CancellationToken cancellationToken = default) =>
        StoredText.CanBe(familyId) && await database.RunAsync(
            commands => commands.ExecuteAsync("UPDATE refresh_family SET revoked_at = @revoked_at WHERE id = @family AND revoked_at IS NULL", ("family", familyId), ("revoked_at", Ticks(revokedAt))),
            cancellationToken).ConfigureAwait(false) > 0;

    /// <inheritdoc/>
    public ValueTask<int> RevokeSubjectAsync(string subject, DateTimeOffset revokedAt, CancellationToken cancellationToken = default) =>
        StoredText.CanBe(subject)
            ? database.RunAsync(
                commands => commands.ExecuteAsync("UPDATE refresh_family SET revoked_at = @revoked_at WHERE subject = @subject AND revoked_at IS NULL", ("subject", subject), ("revoked_at", Ticks(revokedAt))),
                cancellationToken)
            : default;

    /// <inheritdoc/>
    public ValueTask<int> PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken = default) => database.RunAsync(
        async commands =>
        {
            var removed = await commands.ExecuteAsync("DELETE FROM refresh_token WHERE family IN (SELECT id FROM refresh_family WHERE expires_at <= @now)", ("now", Ticks(now))).ConfigureAwait(false);
            await commands.ExecuteAsync("DELETE FROM refresh_family WHERE expires_at <= @now AND NOT EXISTS (SELECT 1 FROM refresh_token WHERE family = refresh_family.id)", ("now", Ticks(now))).ConfigureAwait(false);
            return removed;
        },
        cancellationToken);

    /// <summary>Lets go of what the first use waits on. The database is the caller's.</summary>
    public void Dispose() => database.Dispose();

    // `secret` is a name that the database's echo masks, though what it holds is only a digest.
    private static (string Name, object? Value)[] Parameters(RefreshTokenRecord record) =>
    [
        ("id", record.Id), ("family", record.FamilyId), ("secret", Base64Url.EncodeToString(record.SecretHash.Span)), ("client", record.ClientId), ("scopes", record.Scopes),
        ("created_at", Ticks(record.CreatedAt)), ("expires_at", Ticks(record.ExpiresAt)), ("family_expires_at", Ticks(record.FamilyExpiresAt)), ("consumed_at", Ticks(record.ConsumedAt)),
    ];

    private static RefreshTokenRecord Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), Base64Url.DecodeFromChars(row.GetString(2)), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetString(5),
        At(row.GetInt64(6)), At(row.GetInt64(7)), At(row.GetInt64(8)), AtOrNull(row, 9), AtOrNull(row, 10));

    private static long Ticks(DateTimeOffset at) => at.UtcTicks;

    private static long? Ticks(DateTimeOffset? at) => at?.UtcTicks;

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    private static DateTimeOffset? AtOrNull(DbDataReader row, int column) => row.IsDBNull(column) ? null : At(row.GetInt64(column));
}
