namespace StatefulScheduler.Tokens;

/// <summary>Says which password hashes are made, which are read, and which are to be made anew. What passlib calls a CryptContext.</summary>
/// <remarks>A context takes its options over when it is made; to change them afterwards changes nothing.</remarks>
public sealed class PasswordHashOptions
{
    /// <summary>The word in <see cref="Deprecated"/> that means every scheme but the default one.</summary>
    public const string Auto = "auto";

    /// <summary>Gets the schemes whose hashes are read: names of <see cref="PasswordSchemes"/> or of schemes of your own.</summary>
    /// <value>Empty means <c>bcrypt</c> alone, which is the default.</value>
    public IList<string> Schemes { get; } = [];

    /// <summary>Gets or sets the scheme that new passwords are hashed with.</summary>
    /// <value>One of <see cref="Schemes"/>. The default is null: the first of them.</value>
    public string? Default { get; set; }

    /// <summary>Gets or sets the schemes whose hashes are to be replaced at the next login.</summary>
    /// <value>The default is null, which means the same as <see cref="Auto"/>: every scheme but the default one. Empty means none.</value>
    public IList<string>? Deprecated { get; set; }

    /// <summary>Gets what <c>bcrypt</c> and <c>bcrypt_sha256</c> hashes cost.</summary>
    public BcryptOptions Bcrypt { get; } = new();

    /// <summary>Gets what <c>pbkdf2_sha512</c> hashes cost.</summary>
    public Pbkdf2Options Pbkdf2Sha512 { get; } = new();

    /// <summary>Gets what <c>pbkdf2_sha256</c> hashes cost.</summary>
    public Pbkdf2Options Pbkdf2Sha256 { get; } = new() { Iterations = 600_000 };

    /// <summary>Gets or sets how many bytes of UTF-8 a password may have. A longer one is refused before any work is done on it.</summary>
    /// <value>72 to 65,536. The default is 4,096.</value>
    public int MaxPasswordBytes { get; set; } = 4096;

    /// <summary>Gets or sets how many passwords are hashed at the same time, whoever asks. The others wait: a storm of logins leaves processors to the rest of the program.</summary>
    /// <value>1 or more. The default is the number of processors.</value>
    public int MaxConcurrentHashes { get; set; } = Environment.ProcessorCount;

    internal IReadOnlyList<string> SchemesOrDefault => Schemes.Count > 0 ? [.. Schemes] : [PasswordSchemes.Bcrypt];

    internal string DefaultScheme => Default ?? SchemesOrDefault[0];

    internal bool IsDeprecated(string scheme) =>
        scheme != DefaultScheme && (Deprecated is null || Deprecated.Contains(Auto) || Deprecated.Contains(scheme));
}
