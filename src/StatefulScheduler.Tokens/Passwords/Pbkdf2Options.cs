namespace StatefulScheduler.Tokens;

/// <summary>Says how expensive PBKDF2 hashes are, and which are accepted.</summary>
public sealed class Pbkdf2Options
{
    /// <summary>Gets or sets the iterations of new hashes. <see cref="PasswordCost"/> finds a number for a machine.</summary>
    /// <value>100,000 to <see cref="MaxVerifyIterations"/> (from 1 with <see cref="AllowWeakCost"/>). The default is 220,000 with SHA-512 and 600,000 with SHA-256, as OWASP advises.</value>
    public int Iterations { get; set; } = 220_000;

    /// <summary>Gets or sets the least number of iterations of a stored hash that need not be hashed again.</summary>
    /// <value>1 to <see cref="Iterations"/>. The default is null: any number will do.</value>
    public int? MinIterations { get; set; }

    /// <summary>Gets or sets how many iterations are verified at most: a stored hash must not be able to keep a core busy.</summary>
    /// <value>The default is 5,000,000. A hash beyond it matches nothing.</value>
    public int MaxVerifyIterations { get; set; } = 5_000_000;

    /// <summary>Gets or sets the length of new salts, in bytes.</summary>
    /// <value>16 to 64. The default is 16.</value>
    public int SaltSize { get; set; } = 16;

    /// <summary>Gets or sets whether <see cref="Iterations"/> below 100,000 are accepted. For tests, which hash a lot.</summary>
    /// <value>The default is false.</value>
    public bool AllowWeakCost { get; set; }
}
