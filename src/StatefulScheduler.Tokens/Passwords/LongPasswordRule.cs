namespace StatefulScheduler.Tokens;

/// <summary>What becomes of a new password that is longer than the scheme can see.</summary>
public enum LongPasswordRule
{
    /// <summary>It is refused: <see cref="PasswordRefusal.TooLong"/>.</summary>
    Reject = 0,

    /// <summary>It is hashed as if it ended after 72 bytes, as passlib does by default. Two passwords that differ only later are then the same.</summary>
    Truncate = 1,
}
