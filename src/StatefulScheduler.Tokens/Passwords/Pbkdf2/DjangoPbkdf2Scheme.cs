using System.Security.Cryptography;
using System.Text;

namespace StatefulScheduler.Tokens;

// `pbkdf2_sha256$600000$salt$digest`, where the salt is text and the digest ordinary base64.
internal sealed class DjangoPbkdf2Scheme(int maxIterations) : IPasswordScheme
{
    private const string Prefix = "pbkdf2_sha256$";
    private const int MaxSaltLength = 1024;

    public string Name => PasswordSchemes.DjangoPbkdf2Sha256;

    public bool Identify(ReadOnlySpan<char> hash) => hash.StartsWith(Prefix, StringComparison.Ordinal);

    public string Hash(ReadOnlySpan<byte> password) => throw new NotSupportedException($"{Name} only verifies: choose another default scheme.");

    public bool Verify(ReadOnlySpan<byte> password, ReadOnlySpan<char> hash)
    {
        Span<Range> parts = stackalloc Range[4];
        if (!Identify(hash))
            return false;
        var rest = hash[Prefix.Length..];
        if (rest.Split(parts, '$') != 3 || !StrictNumber.TryParse(rest[parts[0]], out var iterations) || iterations == 0 || iterations > maxIterations)
            return false;

        var salt = rest[parts[1]];
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        if (salt.Length is 0 or > MaxSaltLength || !Ascii.IsValid(salt) || !StrictBase64.TryDecode(rest[parts[2]], expected, out var size) || size != expected.Length)
            return false;
        return Pbkdf2Check.Matches(password, Encoding.ASCII.GetBytes(salt.ToArray()), iterations, HashAlgorithmName.SHA256, expected);
    }

    public bool NeedsRehash(ReadOnlySpan<char> hash) => true;
}
