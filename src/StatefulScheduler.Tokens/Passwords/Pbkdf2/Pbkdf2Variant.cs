using System.Security.Cryptography;

namespace StatefulScheduler.Tokens;

// What differs between the two PBKDF2 schemes.
internal sealed record Pbkdf2Variant(string Scheme, string Prefix, HashAlgorithmName Algorithm, int DigestSize)
{
    public static Pbkdf2Variant Sha512 { get; } = new(PasswordSchemes.Pbkdf2Sha512, "$pbkdf2-sha512$", HashAlgorithmName.SHA512, SHA512.HashSizeInBytes);

    public static Pbkdf2Variant Sha256 { get; } = new(PasswordSchemes.Pbkdf2Sha256, "$pbkdf2-sha256$", HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
}
