using System.Security.Cryptography;

namespace StatefulScheduler.Tokens;

// Every scheme that rests on PBKDF2 ends here.
internal static class Pbkdf2Check
{
    public const int MaxDigestSize = 64;

    public static bool Matches(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int iterations, HashAlgorithmName algorithm, ReadOnlySpan<byte> expected)
    {
        Span<byte> found = stackalloc byte[MaxDigestSize];
        found = found[..expected.Length];
        Rfc2898DeriveBytes.Pbkdf2(password, salt, found, iterations, algorithm);
        return CryptographicOperations.FixedTimeEquals(found, expected);
    }
}
