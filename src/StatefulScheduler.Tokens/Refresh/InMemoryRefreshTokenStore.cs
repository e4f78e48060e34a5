namespace StatefulScheduler.Tokens;

/// <summary>Keeps refresh tokens in memory: for tests, and for programs whose users may be logged out when it restarts.</summary>
/// <remarks>Thread-safe. Nothing is forgotten but by <see cref="PurgeAsync"/>.</remarks>
public sealed class InMemoryRefreshTokenStore : IRefreshTokenStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, RefreshTokenRecord> records = new(StringComparer.Ordinal);

    /// <summary>Gets what is stored now.</summary>
    public IReadOnlyList<RefreshTokenRecord> Records
    {
        get
        {
            lock (gate)
                return [.. records.Values];
        }
    }

    /// <inheritdoc/>
    public ValueTask InsertAsync(RefreshTokenRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (gate)
            records.Add(record.Id, record);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<RefreshTokenRecord?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        lock (gate)
            return new(records.GetValueOrDefault(id));
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryRotateAsync(
        string id, DateTimeOffset consumedAt, DateTimeOffset forgivenAfter, RefreshTokenRecord successor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(successor);
        lock (gate)
        {
            if (!records.TryGetValue(id, out var record) || record.RevokedAt is not null || record.ConsumedAt <= forgivenAfter)
                return new(false);
            records.Add(successor.Id, successor);
            records[id] = record with { ConsumedAt = record.ConsumedAt ?? consumedAt };
            return new(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> RevokeFamilyAsync(string familyId, DateTimeOffset revokedAt, CancellationToken cancellationToken = default) =>
        new(Revoke(record => record.FamilyId == familyId, revokedAt) > 0);

    /// <inheritdoc/>
    public ValueTask<int> RevokeSubjectAsync(string subject, DateTimeOffset revokedAt, CancellationToken cancellationToken = default) =>
        new(Revoke(record => record.Subject == subject, revokedAt));

    /// <inheritdoc/>
    public ValueTask<int> PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            var living = records.Values.Where(record => record.ExpiresAt > now).Select(record => record.FamilyId).ToHashSet(StringComparer.Ordinal);
            var dead = records.Values.Where(record => !living.Contains(record.FamilyId)).Select(record => record.Id).ToList();
            dead.ForEach(id => records.Remove(id));
            return new(dead.Count);
        }
    }

    private int Revoke(Func<RefreshTokenRecord, bool> which, DateTimeOffset revokedAt)
    {
        lock (gate)
        {
            var found = records.Values.Where(record => record.RevokedAt is null && which(record)).ToList();
            foreach (var record in found)
                records[record.Id] = record with { RevokedAt = revokedAt };
            return found.Select(record => record.FamilyId).Distinct(StringComparer.Ordinal).Count();
        }
    }
}
