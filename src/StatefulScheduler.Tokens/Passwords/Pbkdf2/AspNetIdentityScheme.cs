using System.Buffers.Binary;
using System.Security.Cryptography;

namespace StatefulScheduler.Tokens;

// Base64 of a marker and what it says. 0 (Identity 2): 16 bytes of salt, 32 of digest, SHA-1, 1,000 iterations.
// 1 (Identity 3): which hash, how many iterations, how long the salt is, each a big-endian word; the salt; the digest.
internal sealed class AspNetIdentityScheme(int maxIterations) : IPasswordScheme
{
    private const byte Version2 = 0;
    private const byte Version3 = 1;
    private const int Version2Size = 1 + Version2SaltSize + 32;
    private const int Version2SaltSize = 16;
    private const int Version2Iterations = 1_000;
    private const int HeaderSize = 13;
    private const int MinPartSize = 16;
    private const int MaxSize = 512;

    public string Name => PasswordSchemes.AspNetIdentity;

    public bool Identify(ReadOnlySpan<char> hash)
    {
        Span<byte> bytes = stackalloc byte[MaxSize];
        return StrictBase64.TryDecode(hash, bytes, out var size) && HasForm(bytes[..size]);
    }

    public string Hash(ReadOnlySpan<byte> password) => throw new NotSupportedException($"{Name} only verifies: choose another default scheme.");

    public bool Verify(ReadOnlySpan<byte> password, ReadOnlySpan<char> hash)
    {
        Span<byte> buffer = stackalloc byte[MaxSize];
        if (!StrictBase64.TryDecode(hash, buffer, out var size) || !HasForm(buffer[..size]))
            return false;
        ReadOnlySpan<byte> bytes = buffer[..size];
        return bytes[0] == Version2
            ? Pbkdf2Check.Matches(password, bytes.Slice(1, Version2SaltSize), Version2Iterations, HashAlgorithmName.SHA1, bytes[(1 + Version2SaltSize)..])
            : MatchesVersion3(password, bytes);
    }

    public bool NeedsRehash(ReadOnlySpan<char> hash) => true;

    private static bool HasForm(ReadOnlySpan<byte> bytes) => bytes.Length > 0 && bytes[0] switch
    {
        Version2 => bytes.Length == Version2Size,
        Version3 => bytes.Length >= HeaderSize + (2 * MinPartSize),
        _ => false,
    };

    private bool MatchesVersion3(ReadOnlySpan<byte> password, ReadOnlySpan<byte> bytes)
    {
        var iterations = BinaryPrimitives.ReadUInt32BigEndian(bytes[5..]);
        var saltSize = BinaryPrimitives.ReadUInt32BigEndian(bytes[9..]);
        if (AlgorithmOf(BinaryPrimitives.ReadUInt32BigEndian(bytes[1..])) is not { } algorithm || iterations == 0 || iterations > maxIterations
            || saltSize < MinPartSize || saltSize > bytes.Length - HeaderSize - MinPartSize)
            return false;

        var expected = bytes[(HeaderSize + (int)saltSize)..];
        return expected.Length <= Pbkdf2Check.MaxDigestSize
            && Pbkdf2Check.Matches(password, bytes.Slice(HeaderSize, (int)saltSize), (int)iterations, algorithm, expected);
    }

    private static HashAlgorithmName? AlgorithmOf(uint number) => number switch
    {
        0 => HashAlgorithmName.SHA1,
        1 => HashAlgorithmName.SHA256,
        2 => HashAlgorithmName.SHA512,
        _ => null,
    };
}
