namespace StatefulScheduler.Tokens;

/// <summary>Names of the schemes that this package brings: passlib's names, and hashes that both read.</summary>
public static class PasswordSchemes
{
    /// <summary><c>$2b$12$…</c>. Sees 72 bytes of a password. The default.</summary>
    public const string Bcrypt = "bcrypt";

    /// <summary><c>$bcrypt-sha256$v=2,…</c>: bcrypt of a digest of the password, and so without a limit of its length.</summary>
    public const string BcryptSha256 = "bcrypt_sha256";

    /// <summary><c>$pbkdf2-sha512$…</c>. For those who must use approved algorithms.</summary>
    public const string Pbkdf2Sha512 = "pbkdf2_sha512";

    /// <summary><c>$pbkdf2-sha256$…</c>.</summary>
    public const string Pbkdf2Sha256 = "pbkdf2_sha256";

    /// <summary>Hashes of ASP.NET Core Identity, versions 2 and 3. Only verified, to move away from them.</summary>
    public const string AspNetIdentity = "aspnet_identity";

    /// <summary>Hashes of Django, <c>pbkdf2_sha256$…</c>. Only verified, to move away from them.</summary>
    public const string DjangoPbkdf2Sha256 = "django_pbkdf2_sha256";

    internal static IReadOnlyList<string> All { get; } = [Bcrypt, BcryptSha256, Pbkdf2Sha512, Pbkdf2Sha256, AspNetIdentity, DjangoPbkdf2Sha256];

    internal static bool IsReadOnly(string name) => name is AspNetIdentity or DjangoPbkdf2Sha256;

    /// <summary>Makes one scheme alone: the layer below a <see cref="PasswordHashContext"/>, which hashes bytes of any kind and does not limit how many at once.</summary>
    /// <param name="name">One of the names here.</param>
    /// <param name="options">What it costs; left out: the defaults.</param>
    /// <returns>The scheme. Thread-safe.</returns>
    /// <exception cref="ArgumentException">There is no such scheme, or the options cannot be used.</exception>
    public static IPasswordScheme Create(string name, PasswordHashOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        options ??= new();
        Breaches.Check("password hash", PasswordHashOptionsRules.CostsOf(options), nameof(options));
        return CreateUnchecked(name, options);
    }

    internal static IPasswordScheme CreateUnchecked(string name, PasswordHashOptions options) => name switch
    {
        Bcrypt => new BcryptScheme(options.Bcrypt),
        BcryptSha256 => new BcryptSha256Scheme(options.Bcrypt),
        Pbkdf2Sha512 => new Pbkdf2Scheme(Pbkdf2Variant.Sha512, options.Pbkdf2Sha512),
        Pbkdf2Sha256 => new Pbkdf2Scheme(Pbkdf2Variant.Sha256, options.Pbkdf2Sha256),
        AspNetIdentity => new AspNetIdentityScheme(options.Pbkdf2Sha512.MaxVerifyIterations),
        DjangoPbkdf2Sha256 => new DjangoPbkdf2Scheme(options.Pbkdf2Sha256.MaxVerifyIterations),
        _ => throw new ArgumentException($"There is no password scheme '{name}'.", nameof(name)),
    };
}
