using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace StatefulScheduler.Tokens;

// bcrypt without its limit of 72 bytes, as passlib has it: what bcrypt gets is a base64 digest of the password.
// Version 2, which is written, makes it with HMAC-SHA256 under the salt's text, so that no list of plain SHA-256 digests can be tried; version 1 is read.
internal sealed class BcryptSha256Scheme(BcryptOptions options) : IPasswordScheme, IDecoyScheme
{
    private const string Prefix = "$bcrypt-sha256$";
    private const int KeySize = 44; // 32 bytes in base64

    public string Name => PasswordSchemes.BcryptSha256;

    public bool Identify(ReadOnlySpan<char> hash) => hash.StartsWith(Prefix, StringComparison.Ordinal);

    public string Hash(ReadOnlySpan<byte> password)
    {
        Span<byte> salt = stackalloc byte[Eksblowfish.SaltSize];
        Span<byte> digest = stackalloc byte[Eksblowfish.DigestSize];
        Span<char> saltText = stackalloc char[BcryptHash.SaltLength];
        Span<byte> key = stackalloc byte[KeySize];
        RandomNumberGenerator.Fill(salt);
        BcryptAlphabet.Encode(salt, saltText);
        Key(2, password, saltText, key);
        Eksblowfish.Digest(key, salt, options.Cost, digest);
        CryptographicOperations.ZeroMemory(key);
        return Write(saltText, digest);
    }

    public bool Verify(ReadOnlySpan<byte> password, ReadOnlySpan<char> hash)
    {
        if (!TryParse(hash, out var version, out var cost, out var salt, out var digest))
            return false;

        Span<byte> key = stackalloc byte[KeySize];
        Key(version, password, salt, key);
        var matches = BcryptCheck.Matches(key, cost, salt, digest, options.MaxVerifyCost);
        CryptographicOperations.ZeroMemory(key);
        return matches;
    }

    public bool NeedsRehash(ReadOnlySpan<char> hash) =>
        TryParse(hash, out var version, out var cost, out _, out _) && (version == 1 || options.IsOutOfBand(cost));

    public string Decoy()
    {
        Span<byte> nothing = stackalloc byte[Eksblowfish.DigestSize];
        Span<char> salt = stackalloc char[BcryptHash.SaltLength];
        nothing.Clear();
        BcryptAlphabet.Encode(nothing[..Eksblowfish.SaltSize], salt);
        return Write(salt, nothing);
    }

    private static void Key(int version, ReadOnlySpan<byte> password, ReadOnlySpan<char> salt, Span<byte> key)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> saltBytes = stackalloc byte[BcryptHash.SaltLength];
        if (version == 1)
        {
            SHA256.HashData(password, digest);
        }
        else
        {
            Encoding.ASCII.GetBytes(salt, saltBytes);
            HMACSHA256.HashData(saltBytes, password, digest);
        }

        Base64.EncodeToUtf8(digest, key, out _, out _);
        CryptographicOperations.ZeroMemory(digest);
    }

    private string Write(ReadOnlySpan<char> salt, ReadOnlySpan<byte> digest)
    {
        Span<char> digestText = stackalloc char[BcryptHash.DigestLength];
        BcryptAlphabet.Encode(digest, digestText);
        return $"{Prefix}v=2,t=2b,r={options.Cost}${salt}${digestText}";
    }

    // `$bcrypt-sha256$v=2,t=2b,r=12$salt$digest`, or of version 1 `$bcrypt-sha256$2b,12$salt$digest`.
    private static bool TryParse(ReadOnlySpan<char> text, out int version, out int cost, out ReadOnlySpan<char> salt, out ReadOnlySpan<char> digest)
    {
        (version, cost) = (0, 0);
        salt = digest = default;
        Span<Range> parts = stackalloc Range[4];
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var rest = text[Prefix.Length..];
        if (rest.Split(parts, '$') != 3)
            return false;

        salt = rest[parts[1]];
        digest = rest[parts[2]];
        return TryParseSettings(rest[parts[0]], out version, out cost)
            && cost is >= BcryptHash.MinCost and <= BcryptHash.MaxCost && salt.Length == BcryptHash.SaltLength && digest.Length == BcryptHash.DigestLength;
    }

    private static bool TryParseSettings(ReadOnlySpan<char> settings, out int version, out int cost)
    {
        version = settings.StartsWith("v=2,t=2b,r=", StringComparison.Ordinal) ? 2 : 1;
        var rest = version == 2 ? settings["v=2,t=2b,r=".Length..]
            : settings.StartsWith("2a,", StringComparison.Ordinal) || settings.StartsWith("2b,", StringComparison.Ordinal) || settings.StartsWith("2y,", StringComparison.Ordinal) ? settings["2b,".Length..]
            : default;
        return StrictNumber.TryParse(rest, out cost);
    }
}
