using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace StatefulScheduler.Tokens;

/// <summary>A key that signs tokens, or only verifies them, with one algorithm and no other.</summary>
/// <remarks>
/// Weak, published and unfit keys are refused where they are made, not where they are used. Instances are immutable and safe to share between threads; dispose one
/// when no ring has it any more. Its text shows the algorithm and the name, never the key.
/// </remarks>
public sealed class TokenKey : IDisposable
{
    internal const int MaxKeyIdLength = 256;

    private readonly KeyMaterial material;
    private readonly OneKeyProviderFactory providers;

    private TokenKey(KeyMaterial material, AlgorithmFacts facts, string? keyId, bool named = true)
    {
        if (keyId is { Length: 0 or > MaxKeyIdLength })
            throw new ArgumentException($"The key's name has {keyId.Length} characters, but must have 1 to {MaxKeyIdLength}.", nameof(keyId));
        this.material = material;
        Facts = facts;
        KeyId = keyId ?? material.DefaultId();
        providers = new(facts.Name, CanSign);
        Security = material.ToSecurityKey();
        Security.KeyId = named ? KeyId : null;
        Security.CryptoProviderFactory = providers;
        Parameters = ParametersOf(Security, facts.Name);
    }

    /// <summary>Gets the name by which a token says which key signed it.</summary>
    /// <value>At most 256 characters. By default it is computed from the key, so that the same key has the same name everywhere.</value>
    public string KeyId { get; }

    /// <summary>Gets the one algorithm of the key, of <see cref="TokenAlgorithms"/>.</summary>
    public string Algorithm => Facts.Name;

    /// <summary>Gets whether the key can sign. Public halves only verify.</summary>
    public bool CanSign => material.CanSign;

    /// <summary>Gets whether who verifies has the same key as who signs, and could sign too.</summary>
    public bool IsSymmetric => Facts.Kind == KeyKind.Secret;

    internal AlgorithmFacts Facts { get; }

    // Signatures of any other length are refused before they are looked at.
    internal int SignatureSize => material.SignatureSize(Facts);

    internal SecurityKey Security { get; }

    // What the library is asked of a token of this key: that the signature is right, by this key and algorithm. The rest is the gate's.
    internal TokenValidationParameters Parameters { get; }

    /// <summary>Takes the bytes of a secret.</summary>
    /// <param name="secret">At least as many bytes as the hash has: 32, 48 or 64. Random ones; <see cref="GenerateSecret"/> makes some.</param>
    /// <param name="algorithm">HS256, HS384 or HS512.</param>
    /// <param name="keyId">The key's name; left out: computed from the secret.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The secret is too short, published or repeats itself, or the algorithm is not one of HMAC.</exception>
    public static TokenKey FromSecret(ReadOnlySpan<byte> secret, string algorithm = TokenAlgorithms.HS256, string? keyId = null) =>
        new(SecretMaterial.Create(secret, FactsOf(algorithm, KeyKind.Secret)), FactsOf(algorithm, KeyKind.Secret), keyId);

    /// <summary>Takes a text as secret: its UTF-8 bytes, as python-jose and most others do, whatever it looks like. Hexadecimal digits and base64 are not decoded.</summary>
    /// <param name="secret">The text.</param>
    /// <param name="algorithm">HS256, HS384 or HS512.</param>
    /// <param name="keyId">The key's name; left out: computed from the secret.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The secret is too short, published or repeats itself, or the algorithm is not one of HMAC.</exception>
    public static TokenKey FromSecretText(string secret, string algorithm = TokenAlgorithms.HS256, string? keyId = null)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return FromSecret(Encoding.UTF8.GetBytes(secret), algorithm, keyId);
    }

    /// <summary>Reads a private or public key in PEM.</summary>
    /// <param name="pem">The text, with its BEGIN and END lines. Not encrypted.</param>
    /// <param name="algorithm">One of RS, PS or ES.</param>
    /// <param name="keyId">The key's name; left out: the RFC 7638 thumbprint.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The text is no such key, or the key is too small, too large, on another curve or unfit.</exception>
    public static TokenKey FromPem(ReadOnlySpan<char> pem, string algorithm, string? keyId = null)
    {
        var facts = AlgorithmFacts.Of(algorithm, nameof(algorithm));
        return facts.Kind switch
        {
            KeyKind.Rsa => new(RsaMaterial.FromPem(pem), facts, keyId),
            KeyKind.Ec => new(EcMaterial.FromPem(pem, facts), facts, keyId),
            _ => throw new ArgumentException($"A PEM text holds an RSA or EC key, but {algorithm} signs with a secret: use FromSecret.", nameof(algorithm)),
        };
    }

    /// <summary>Reads a JSON Web Key (RFC 7517).</summary>
    /// <param name="jwk">The JSON object.</param>
    /// <param name="algorithm">The algorithm, when the key does not say it; when both do, they must agree.</param>
    /// <returns>The key, named by its <c>kid</c>.</returns>
    /// <exception cref="ArgumentException">The text is no such key, its use is another one, or the key is unfit.</exception>
    public static TokenKey FromJwk(string jwk, string? algorithm = null)
    {
        ArgumentNullException.ThrowIfNull(jwk);
        var read = JwkReader.Read(jwk, algorithm);
        return new(read.Material, read.Facts, read.KeyId);
    }

    /// <summary>Makes a new random key.</summary>
    /// <param name="algorithm">Any of <see cref="TokenAlgorithms"/>. RSA keys have 3,072 bits and take a moment.</param>
    /// <param name="keyId">The key's name; left out: computed from the key.</param>
    /// <returns>The key, which signs.</returns>
    /// <exception cref="ArgumentException">There is no such algorithm.</exception>
    public static TokenKey Generate(string algorithm, string? keyId = null)
    {
        var facts = AlgorithmFacts.Of(algorithm, nameof(algorithm));
        return new(
            facts.Kind switch
            {
                KeyKind.Secret => SecretMaterial.Create(RandomNumberGenerator.GetBytes(facts.HashSize), facts),
                KeyKind.Rsa => RsaMaterial.Generate(),
                _ => EcMaterial.Generate(facts),
            },
            facts,
            keyId);
    }

    /// <summary>Makes a random text that is good as a secret, for an environment variable or a secret store.</summary>
    /// <param name="bytes">How many random bytes it has: 32 to 1,024.</param>
    /// <returns>Base64url, without padding.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is out of its range.</exception>
    public static string GenerateSecret(int bytes = 48)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 32);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, 1024);
        return System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));
    }

    /// <summary>Says whether a signature is one of this key over these bytes. The layer below tokens, which hold more than that.</summary>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">The signature, as RFC 7518 has it: of fixed length, not DER.</param>
    /// <returns>Whether it is. No signature makes this throw.</returns>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureSize)
            return false;
        try
        {
            return providers.CreateForVerifying(Security, Algorithm).Verify(data.ToArray(), signature.ToArray());
        }
        catch (CryptographicException)
        {
            return false; // Some platforms refuse with an exception what others refuse with a false.
        }
    }

    /// <summary>Computes the RFC 7638 thumbprint: base64url of a SHA-256 over what the key is.</summary>
    /// <returns>The thumbprint. Of a secret it is a hash of the secret: do not publish it.</returns>
    public string Thumbprint() => material.Thumbprint();

    /// <summary>Writes the public half as a JSON Web Key.</summary>
    /// <param name="writer">Where to.</param>
    /// <exception cref="InvalidOperationException">The key is a secret, which has no public half.</exception>
    public void WritePublicJwk(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        material.WritePublicMembers(writer);
        writer.WriteString("alg"u8, Algorithm);
        writer.WriteString("kid"u8, KeyId);
        writer.WriteString("use"u8, "sig"u8);
        writer.WriteEndObject();
    }

    /// <summary>Lets go of the key. Nobody may use it any more.</summary>
    public void Dispose()
    {
        providers.Dispose();
        material.Dispose();
    }

    /// <summary>Names the key, and shows nothing of it.</summary>
    /// <returns>A text for people.</returns>
    public override string ToString() => $"{Algorithm} key '{KeyId}'";

    // For who knows one secret and no names of keys: its tokens carry none.
    internal static TokenKey Unnamed(string secret, string algorithm)
    {
        var facts = FactsOf(algorithm, KeyKind.Secret);
        return new(SecretMaterial.Create(Encoding.UTF8.GetBytes(secret), facts), facts, keyId: null, named: false);
    }

    private static AlgorithmFacts FactsOf(string algorithm, KeyKind kind) =>
        AlgorithmFacts.Of(algorithm, nameof(algorithm)) is { } facts && facts.Kind == kind
            ? facts
            : throw new ArgumentException($"A secret signs with HS256, HS384 or HS512, not with {algorithm}: that takes an RSA or EC key.", nameof(algorithm));

    private static TokenValidationParameters ParametersOf(SecurityKey key, string algorithm) => new()
    {
        IssuerSigningKey = key,
        TryAllIssuerSigningKeys = true, // There is one; without this a token without `kid` would have none.
        ValidAlgorithms = [algorithm],
        ValidateAudience = false,
        ValidateIssuer = false,
        ValidateLifetime = false,
        RequireExpirationTime = false,
        LogValidationExceptions = false,
    };
}
