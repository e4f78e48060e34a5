using System.Security.Cryptography;

namespace StatefulScheduler.Tokens;

// `$pbkdf2-sha512$220000$salt$digest`, as passlib writes it.
internal sealed class Pbkdf2Scheme(Pbkdf2Variant variant, Pbkdf2Options options) : IPasswordScheme, IDecoyScheme
{
    public string Name => variant.Scheme;

    public bool Identify(ReadOnlySpan<char> hash) => hash.StartsWith(variant.Prefix, StringComparison.Ordinal);

    public string Hash(ReadOnlySpan<byte> password)
    {
        Span<byte> digest = stackalloc byte[variant.DigestSize];
        var salt = RandomNumberGenerator.GetBytes(options.SaltSize);
        Rfc2898DeriveBytes.Pbkdf2(password, salt, digest, options.Iterations, variant.Algorithm);
        return Write(salt, digest);
    }

    public bool Verify(ReadOnlySpan<byte> password, ReadOnlySpan<char> hash)
    {
        Span<byte> salt = stackalloc byte[AdaptedBase64.MaxBytes];
        Span<byte> expected = stackalloc byte[Pbkdf2Check.MaxDigestSize];
        return TryParse(hash, out var iterations, out var saltText, out var digestText) && iterations <= options.MaxVerifyIterations
            && AdaptedBase64.TryDecode(saltText, salt, out var saltSize)
            && AdaptedBase64.TryDecode(digestText, expected[..variant.DigestSize], out var size) && size == variant.DigestSize
            && Pbkdf2Check.Matches(password, salt[..saltSize], iterations, variant.Algorithm, expected[..size]);
    }

    public bool NeedsRehash(ReadOnlySpan<char> hash) => TryParse(hash, out var iterations, out _, out _) && iterations < options.MinIterations;

    public string Decoy() => Write(new byte[options.SaltSize], new byte[variant.DigestSize]);

    private string Write(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> digest) =>
        string.Create(null, $"{variant.Prefix}{options.Iterations}${AdaptedBase64.Encode(salt)}${AdaptedBase64.Encode(digest)}");

    private bool TryParse(ReadOnlySpan<char> text, out int iterations, out ReadOnlySpan<char> salt, out ReadOnlySpan<char> digest)
    {
        iterations = 0;
        salt = digest = default;
        Span<Range> parts = stackalloc Range[4];
        if (!Identify(text))
            return false;
        var rest = text[variant.Prefix.Length..];
        if (rest.Split(parts, '$') != 3 || !StrictNumber.TryParse(rest[parts[0]], out iterations) || iterations == 0)
            return false;
        salt = rest[parts[1]];
        digest = rest[parts[2]];
        return true;
    }
}
