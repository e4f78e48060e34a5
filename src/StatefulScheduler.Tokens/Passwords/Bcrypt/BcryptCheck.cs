using System.Security.Cryptography;

namespace StatefulScheduler.Tokens;

// Both schemes end here: the digest is computed and compared as bytes, in a time that does not tell how much of it is right.
internal static class BcryptCheck
{
    public static bool Matches(ReadOnlySpan<byte> key, int cost, ReadOnlySpan<char> saltText, ReadOnlySpan<char> digestText, int maxCost)
    {
        Span<byte> salt = stackalloc byte[Eksblowfish.SaltSize];
        Span<byte> expected = stackalloc byte[Eksblowfish.DigestSize];
        if (cost > maxCost || !BcryptAlphabet.TryDecode(saltText, salt) || !BcryptAlphabet.TryDecode(digestText, expected))
            return false;

        Span<byte> found = stackalloc byte[Eksblowfish.DigestSize];
        Eksblowfish.Digest(key, salt, cost, found);
        return CryptographicOperations.FixedTimeEquals(found, expected);
    }
}
