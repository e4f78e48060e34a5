namespace StatefulScheduler.Tokens;

/// <summary>Remembers revoked tokens in memory, up to a number: for one process, whose restart forgets them.</summary>
/// <remarks>Thread-safe. What has expired is forgotten when there is no room for more, and by <see cref="PurgeAsync"/>.</remarks>
public sealed class InMemoryTokenRevocationStore : ITokenRevocationStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DateTimeOffset IssuedBefore, DateTimeOffset ExpiresAt)> subjects = new(StringComparer.Ordinal);
    private readonly int capacity;
    private readonly TimeProvider time;

    /// <summary>Creates a store.</summary>
    /// <param name="capacity">How many revocations it holds, of tokens and subjects together; 1 or more.</param>
    /// <param name="time">The clock, by which room is made; left out: the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is less than 1.</exception>
    public InMemoryTokenRevocationStore(int capacity = 100_000, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (this.capacity, this.time) = (capacity, time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There is no room, and nothing has expired: to forget one silently would accept a revoked token.</exception>
    public ValueTask RevokeAsync(string jwtId, DateTimeOffset expiresAt, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(jwtId);
        lock (gate)
        {
            if (!tokens.TryGetValue(jwtId, out var known))
                MakeRoom();
            tokens[jwtId] = known > expiresAt ? known : expiresAt;
        }

        return default;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There is no room, and nothing has expired: to forget one silently would accept a revoked token.</exception>
    public ValueTask RevokeSubjectAsync(string subject, DateTimeOffset issuedBefore, DateTimeOffset expiresAt, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        lock (gate)
        {
            if (!subjects.TryGetValue(subject, out var known))
                MakeRoom();
            subjects[subject] = (known.IssuedBefore > issuedBefore ? known.IssuedBefore : issuedBefore, known.ExpiresAt > expiresAt ? known.ExpiresAt : expiresAt);
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<bool> IsRevokedAsync(string? jwtId, string? subject, DateTimeOffset? issuedAt, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            return new((jwtId is not null && tokens.ContainsKey(jwtId))
                || (subject is not null && subjects.TryGetValue(subject, out var cut) && !(issuedAt >= cut.IssuedBefore)));
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        lock (gate)
            return new(Purge(now));
    }

    private void MakeRoom()
    {
        if (tokens.Count + subjects.Count >= capacity && Purge(time.GetUtcNow()) == 0)
            throw new InvalidOperationException($"There is no room for more than {capacity} revocations, and none has expired: give the store more, or use one in a database.");
    }

    private int Purge(DateTimeOffset now)
    {
        var oldTokens = tokens.Where(token => token.Value <= now).Select(token => token.Key).ToList();
        var oldSubjects = subjects.Where(subject => subject.Value.ExpiresAt <= now).Select(subject => subject.Key).ToList();
        oldTokens.ForEach(token => tokens.Remove(token));
        oldSubjects.ForEach(subject => subjects.Remove(subject));
        return oldTokens.Count + oldSubjects.Count;
    }
}
