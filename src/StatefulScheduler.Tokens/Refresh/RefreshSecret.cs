using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Base64Url = System.Buffers.Text.Base64Url;

namespace StatefulScheduler.Tokens;

// The text of a refresh token, `id.secret`: 16 random bytes to find it by, and 32 that only who has the token knows.
// SHA-256 without a salt is enough for them: nobody guesses 32 random bytes, and a slow hash at each use would help nobody.
internal readonly struct RefreshSecret
{
    private const int IdSize = 16;
    private const int SecretSize = 32;
    private const int IdLength = 22;
    private const int SecretLength = 43;

    private RefreshSecret(string id, byte[] hash)
    {
        Id = id;
        Hash = hash;
    }

    public string Id { get; }

    public byte[] Hash { get; }

    public static RefreshSecret Create(out string token)
    {
        Span<byte> secret = stackalloc byte[SecretSize];
        RandomNumberGenerator.Fill(secret);
        var id = NewId();
        token = $"{id}.{Base64Url.EncodeToString(secret)}";
        var hash = SHA256.HashData(secret);
        CryptographicOperations.ZeroMemory(secret);
        return new(id, hash);
    }

    public static string NewId()
    {
        Span<byte> id = stackalloc byte[IdSize];
        RandomNumberGenerator.Fill(id);
        return Base64Url.EncodeToString(id);
    }

    // Its length alone refuses most of what is no token, before anything is hashed or looked up.
    public static bool TryRead(string? token, [NotNullWhen(true)] out RefreshSecret? read)
    {
        read = null;
        if (token is not { Length: IdLength + 1 + SecretLength } || token[IdLength] != '.' || !StrictBase64Url.IsCanonical(token.AsSpan(0, IdLength)))
            return false;

        Span<byte> secret = stackalloc byte[SecretSize];
        if (!StrictBase64Url.TryDecode(token.AsSpan(IdLength + 1), secret, out _))
            return false;
        read = new(token[..IdLength], SHA256.HashData(secret));
        CryptographicOperations.ZeroMemory(secret);
        return true;
    }

    public bool Fits(RefreshTokenRecord record) => CryptographicOperations.FixedTimeEquals(Hash, record.SecretHash.Span);
}
