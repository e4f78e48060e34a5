using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace StatefulScheduler.Tokens;

/// <summary>Issues refresh tokens and exchanges each for another one.</summary>
/// <remarks>
/// Thread-safe; one is enough for a program. A token is used once. Who uses one that was used before, and later than an answer can be on its way, has either stolen
/// it or was stolen from; then every token that descends from the same login is revoked, and both must log in again.
/// </remarks>
public sealed class RefreshTokenService : IRefreshTokenService
{
    private readonly IRefreshTokenStore store;
    private readonly TimeSpan lifetime;
    private readonly TimeSpan? absoluteLifetime;
    private readonly TimeSpan leeway;
    private readonly TimeProvider time;
    private readonly ILogger logger;

    /// <summary>Creates a service.</summary>
    /// <param name="store">Where tokens are kept.</param>
    /// <param name="options">How long they live; left out: the defaults.</param>
    /// <param name="time">The clock; left out: the system's.</param>
    /// <param name="logger">Where it is told that a token was used twice; left out: nowhere.</param>
    /// <exception cref="ArgumentException">The options cannot be used; the text says every reason.</exception>
    public RefreshTokenService(IRefreshTokenStore store, RefreshTokenOptions? options = null, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        options ??= new();
        Breaches.Check("refresh token", options.Breaches(), nameof(options));
        (this.store, lifetime, absoluteLifetime, leeway) = (store, options.Lifetime, options.AbsoluteLifetime, options.ReuseLeeway);
        (this.time, this.logger) = (time ?? TimeProvider.System, logger ?? NullLogger.Instance);
    }

    /// <inheritdoc/>
    public async ValueTask<RefreshToken> IssueAsync(string subject, IEnumerable<string>? scopes = null, string? clientId = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        WholeText.Check(subject, nameof(subject));
        var now = time.GetUtcNow();
        var secret = RefreshSecret.Create(out var token);
        var familyExpires = absoluteLifetime is { } absolute ? now + absolute : DateTimeOffset.MaxValue;
        var record = new RefreshTokenRecord(secret.Id, RefreshSecret.NewId(), secret.Hash, subject, clientId, Join(scopes), now, Earlier(now + lifetime, familyExpires), familyExpires);
        await store.InsertAsync(record, cancellationToken).ConfigureAwait(false);
        return new(token, record.ExpiresAt);
    }

    /// <inheritdoc/>
    public async ValueTask<RefreshResult> RedeemAsync(string? token, IEnumerable<string>? scopes = null, string? clientId = null, CancellationToken cancellationToken = default)
    {
        if (!RefreshSecret.TryRead(token, out var secret))
            return new(RefreshError.Unknown);

        // Once more when somebody else was faster: then the token is found used or revoked, and that is judged.
        while (true)
        {
            var record = await store.FindAsync(secret.Value.Id, cancellationToken).ConfigureAwait(false);
            if (record is null || !secret.Value.Fits(record) || record.ClientId != clientId)
                return new(RefreshError.Unknown);

            var now = time.GetUtcNow();
            var error = await JudgeAsync(record, now, cancellationToken).ConfigureAwait(false);
            if (error != RefreshError.None)
                return new(error);
            if (Granted(record, scopes) is not { } granted)
                return new(RefreshError.InvalidScope);

            var successor = Succeed(record, now, out var next);
            if (await store.TryRotateAsync(record.Id, now, now - leeway, successor, cancellationToken).ConfigureAwait(false))
                return new(new(next, successor.ExpiresAt), record.Subject, granted);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RevokeAsync(string? token, CancellationToken cancellationToken = default)
    {
        if (!RefreshSecret.TryRead(token, out var secret))
            return false;
        var record = await store.FindAsync(secret.Value.Id, cancellationToken).ConfigureAwait(false);
        return record is not null && secret.Value.Fits(record)
            && await store.RevokeFamilyAsync(record.FamilyId, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<int> RevokeSubjectAsync(string subject, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return store.RevokeSubjectAsync(subject, time.GetUtcNow(), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<int> PurgeAsync(CancellationToken cancellationToken = default) => store.PurgeAsync(time.GetUtcNow(), cancellationToken);

    private static string Join(IEnumerable<string>? scopes)
    {
        var list = scopes?.ToList() ?? [];
        return list.Find(scope => string.IsNullOrEmpty(scope) || scope.Contains(' ')) is { } wrong
            ? throw new ArgumentException($"The scope '{wrong}' is empty or has a space in it, which would make it another scope, or two.", nameof(scopes))
            : string.Join(' ', list);
    }

    // Null when more is asked for than there is.
    private static List<string>? Granted(RefreshTokenRecord record, IEnumerable<string>? asked)
    {
        var all = record.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var wanted = asked?.ToList() ?? [.. all];
        return wanted.TrueForAll(scope => all.Contains(scope, StringComparer.Ordinal)) ? wanted : null;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private async ValueTask<RefreshError> JudgeAsync(RefreshTokenRecord record, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (record.ConsumedAt is { } consumedAt && now - consumedAt >= leeway)
        {
            if (await store.RevokeFamilyAsync(record.FamilyId, now, cancellationToken).ConfigureAwait(false))
                Log.RefreshTokenReused(logger, record.FamilyId);
            return RefreshError.ReuseDetected;
        }

        return record.RevokedAt is not null ? RefreshError.Revoked
            : record.ExpiresAt <= now || record.FamilyExpiresAt <= now ? RefreshError.Expired
            : RefreshError.None;
    }

    private RefreshTokenRecord Succeed(RefreshTokenRecord record, DateTimeOffset now, out string token)
    {
        var secret = RefreshSecret.Create(out token);
        return record with
        {
            Id = secret.Id, SecretHash = secret.Hash, CreatedAt = now, ExpiresAt = Earlier(now + lifetime, record.FamilyExpiresAt), ConsumedAt = null, RevokedAt = null,
        };
    }
}
