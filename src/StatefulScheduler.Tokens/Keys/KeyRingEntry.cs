namespace StatefulScheduler.Tokens;

/// <summary>One key of a ring, and when it is used.</summary>
/// <param name="Key">The key.</param>
/// <param name="SignFrom">From when on it signs; null: it always did. Other machines learn of a key before that, so that they know it when the first token comes.</param>
/// <param name="SignUntil">Until when it signs, exclusively; null: without end.</param>
/// <param name="VerifyUntil">Until when its tokens are accepted, exclusively; null: as long as it is in the ring. After <paramref name="SignUntil"/>, at least the longest life of a token.</param>
public sealed record KeyRingEntry(TokenKey Key, DateTimeOffset? SignFrom = null, DateTimeOffset? SignUntil = null, DateTimeOffset? VerifyUntil = null)
{
    internal bool SignsAt(DateTimeOffset now) => Key.CanSign && !(now < SignFrom) && !(now >= SignUntil) && VerifiesAt(now);

    internal bool VerifiesAt(DateTimeOffset now) => !(now >= VerifyUntil);
}
