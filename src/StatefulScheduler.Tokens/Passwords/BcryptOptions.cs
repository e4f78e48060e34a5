namespace StatefulScheduler.Tokens;

/// <summary>Says how expensive bcrypt hashes are, and which are accepted. For the schemes <c>bcrypt</c> and <c>bcrypt_sha256</c>.</summary>
public sealed class BcryptOptions
{
    /// <summary>Gets or sets the cost of new hashes: one more doubles the time. <see cref="PasswordCost"/> finds one for a machine.</summary>
    /// <value>10 to 31 (4 to 31 with <see cref="AllowWeakCost"/>). The default is 12, about a quarter of a second.</value>
    public int Cost { get; set; } = 12;

    /// <summary>Gets or sets the least cost of a stored hash that need not be hashed again.</summary>
    /// <value>4 to <see cref="Cost"/>. The default is null: any cost will do.</value>
    public int? MinCost { get; set; }

    /// <summary>Gets or sets the highest cost of a stored hash that need not be hashed again.</summary>
    /// <value><see cref="Cost"/> to 31. The default is null: any cost will do.</value>
    public int? MaxCost { get; set; }

    /// <summary>Gets or sets the highest cost that is verified at all: a stored hash of cost 31 would keep a core busy for a day.</summary>
    /// <value><see cref="Cost"/> to 31. The default is 16, about four seconds. A hash beyond it matches nothing.</value>
    public int MaxVerifyCost { get; set; } = 16;

    /// <summary>Gets or sets what becomes of new passwords over 72 bytes of UTF-8, the rest of which bcrypt cannot see.</summary>
    /// <value>The default is <see cref="LongPasswordRule.Reject"/>. The scheme <c>bcrypt_sha256</c> has no such limit.</value>
    public LongPasswordRule LongPassword { get; set; }

    /// <summary>Gets or sets whether a <see cref="Cost"/> below 10 is accepted. For tests, which hash a lot.</summary>
    /// <value>The default is false.</value>
    public bool AllowWeakCost { get; set; }

    internal bool IsOutOfBand(int cost) => cost < MinCost || cost > MaxCost;
}
