using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace StatefulScheduler.Tokens.Tests.Keys;

public class KeyTests
{
    private const string Article = "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7";

    public static TheoryData<string, string> Refused => new()
    {
        { Article, "published in a tutorial" },
        { Article.ToUpperInvariant(), "published in a tutorial" },
        { "secret", "published in a tutorial" },
        { "changeme", "published in a tutorial" },
        { "your-256-bit-secret", "published in a tutorial" },
        { "Your-256-Bit-Secret0000000000000", "published in a tutorial" },
        { "a-string-secret-at-least-256-bits-long", "published in a tutorial" },
        { "this is my custom Secret key for authentication", "published in a tutorial" },
        { new('a', 40), "it repeats itself" },
        { "abcdefghijklabcdefghijklabcdefghijkl", "it repeats itself" },
        { "0102030405060708010203040506070801020304050607080102030405060708", "it repeats itself" },
        { "kJ8#mQ2$vX5&nB7!pL4@wR9^zT1%yC3", "31 bytes, but HS256 needs at least 32" },
    };

    public static TheoryData<string> Algorithms => [.. TokenAlgorithms.All];

    [Theory, MemberData(nameof(Refused))]
    public void A_weak_or_published_secret_is_refused_and_not_repeated(string secret, string why)
    {
        var error = Assert.Throws<ArgumentException>(nameof(secret), () => TokenKey.FromSecretText(secret));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.True(secret == "secret" || !error.ToString().Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_bytes_that_the_articles_digits_mean_are_refused_too()
    {
        Assert.Throws<ArgumentException>("secret", () => TokenKey.FromSecret(Convert.FromHexString(Article)));
        Assert.Throws<ArgumentException>("secret", () => TokenKey.FromSecret(new byte[32]));
        Assert.Throws<ArgumentException>("secret", () => TokenKey.FromSecret([]));
    }

    [Fact]
    public void Random_secrets_are_never_refused()
    {
        for (var i = 0; i < 2_000; i++)
            TokenKey.FromSecret(RandomNumberGenerator.GetBytes(32)).Dispose();
        for (var i = 0; i < 500; i++)
            TokenKey.FromSecretText(TokenKey.GenerateSecret(), "HS512").Dispose();
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void A_key_signs_and_verifies_with_its_one_algorithm(string algorithm)
    {
        using var key = TokenKey.Generate(algorithm);
        var token = Jwt.Encode(new Dictionary<string, object?> { ["sub"] = "a" }, key);
        var signed = Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')]);
        var signature = System.Buffers.Text.Base64Url.DecodeFromChars(token.AsSpan(token.LastIndexOf('.') + 1));

        Assert.True(key.CanSign);
        Assert.True(key.Verify(signed, signature));
        Assert.False(key.Verify([.. signed, 0], signature));
        Assert.False(key.Verify(signed, [.. signature, 0]));
        Assert.False(key.Verify(signed, signature.AsSpan(0, signature.Length - 1)));
        Assert.False(key.Verify(signed, new byte[signature.Length]));
        Assert.False(key.Verify(signed, []));
        Assert.Throws<NotSupportedException>(() => key.Security.CryptoProviderFactory.CreateForVerifying(key.Security, algorithm == "HS256" ? "HS384" : "HS256"));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS384")]
    [InlineData("ES256")]
    [InlineData("ES512")]
    public void A_key_pair_has_a_public_half_that_only_verifies(string algorithm)
    {
        using var pair = TokenKey.Generate(algorithm);
        using var half = TokenKey.FromJwk(PublicJwk(pair));
        var token = Jwt.Encode(new Dictionary<string, object?> { ["sub"] = "a" }, pair);

        Assert.Equal((pair.KeyId, pair.Thumbprint(), algorithm), (half.KeyId, half.Thumbprint(), half.Algorithm));
        Assert.Equal(pair.KeyId, pair.Thumbprint());
        Assert.False(half.CanSign);
        Assert.Equal("a", Jwt.Decode(token, half).Subject);
        Assert.Throws<InvalidOperationException>(() => Jwt.Encode(new Dictionary<string, object?>(), half));
    }

    [Fact]
    public void Keys_are_read_from_pem_private_and_public()
    {
        using var rsa = RSA.Create(2048);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        foreach (var (signing, verifying, algorithm) in new[]
        {
            (rsa.ExportPkcs8PrivateKeyPem(), rsa.ExportSubjectPublicKeyInfoPem(), "RS256"), (rsa.ExportRSAPrivateKeyPem(), rsa.ExportRSAPublicKeyPem(), "PS512"),
            (ec.ExportPkcs8PrivateKeyPem(), ec.ExportSubjectPublicKeyInfoPem(), "ES384"), (ec.ExportECPrivateKeyPem(), ec.ExportSubjectPublicKeyInfoPem(), "ES384"),
        })
        {
            using var pair = TokenKey.FromPem(signing, algorithm);
            using var half = TokenKey.FromPem(verifying, algorithm);
            Assert.Equal("a", Jwt.Decode(Jwt.Encode(new Dictionary<string, object?> { ["sub"] = "a" }, pair), half).Subject);
        }
    }

    [Fact]
    public void Keys_of_the_wrong_kind_or_size_are_refused_and_not_repeated()
    {
        using var small = RSA.Create(1024);
        using var rsa = RSA.Create(2048);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Contains("1024 bits, but must have 2048", Refusal(() => TokenKey.FromPem(small.ExportPkcs8PrivateKeyPem(), "RS256")), StringComparison.Ordinal);
        Assert.Contains("needs P-384", Refusal(() => TokenKey.FromPem(ec.ExportPkcs8PrivateKeyPem(), "ES384")), StringComparison.Ordinal);
        Assert.Contains("not a PEM key of this kind", Refusal(() => TokenKey.FromPem(ec.ExportPkcs8PrivateKeyPem(), "RS256")), StringComparison.Ordinal);
        Assert.Contains("not a PEM key of this kind", Refusal(() => TokenKey.FromPem(rsa.ExportPkcs8PrivateKeyPem(), "ES256")), StringComparison.Ordinal);
        Assert.Contains("not a PEM key of this kind", Refusal(() => TokenKey.FromPem(rsa.ExportEncryptedPkcs8PrivateKeyPem("x", new(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1)), "RS256")), StringComparison.Ordinal);
        Assert.Contains("not a PEM key of this kind", Refusal(() => TokenKey.FromPem("-----BEGIN PRIVATE KEY-----\nMIGkAgEBBDA=\n-----END PRIVATE KEY-----", "ES384")), StringComparison.Ordinal);
        Assert.Contains("signs with a secret", Refusal(() => TokenKey.FromPem(rsa.ExportPkcs8PrivateKeyPem(), "HS256")), StringComparison.Ordinal);
        Assert.Contains("A secret signs with HS256", Refusal(() => TokenKey.FromSecretText(TokenKey.GenerateSecret(), "RS256")), StringComparison.Ordinal);
        Assert.Contains("There is no signature algorithm 'none'", Refusal(() => TokenKey.Generate("none")), StringComparison.Ordinal);
        Assert.Contains("Names are case-sensitive", Refusal(() => TokenKey.Generate("hs256")), StringComparison.Ordinal);
        Assert.Contains("1 to 256", Refusal(() => TokenKey.Generate("HS256", new('k', 257))), StringComparison.Ordinal);

        static string Refusal(Action make)
        {
            var text = Assert.ThrowsAny<ArgumentException>(make).ToString();
            Assert.DoesNotContain("BEGIN PRIVATE KEY-----\n", text, StringComparison.Ordinal);
            Assert.DoesNotContain("MIGk", text, StringComparison.Ordinal);
            return text;
        }
    }

    // The bits of a modulus that a broken chip made are a power of 65537 modulo each small prime: this product of two such primes of 1024 bits is built here.
    [Fact]
    public void A_key_of_a_chip_with_the_roca_flaw_is_refused()
    {
        int[] primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167];
        var product = primes.Aggregate(System.Numerics.BigInteger.One, (all, prime) => all * prime);
        var random = new Random(7);
        var modulus = Number() * Number();
        while (modulus.GetBitLength() != 2048)
            modulus = Number() * Number();

        var error = Assert.Throws<ArgumentException>(() => RsaRules.Check(new() { Modulus = modulus.ToByteArray(isUnsigned: true, isBigEndian: true), Exponent = [1, 0, 1] }, "key"));

        Assert.Contains("CVE-2017-15361", error.Message, StringComparison.Ordinal);

        System.Numerics.BigInteger Number()
        {
            var bytes = new byte[128];
            random.NextBytes(bytes);
            bytes[0] |= 0xC0;
            var large = new System.Numerics.BigInteger(bytes, isUnsigned: true, isBigEndian: true);
            return (large / product * product) + System.Numerics.BigInteger.ModPow(65537, random.Next(1, 100_000), product);
        }
    }

    [Fact]
    public void A_name_is_computed_from_the_key_and_does_not_give_the_secret_away()
    {
        using var one = TokenKey.FromSecretText(Forge.Secret);
        using var same = TokenKey.FromSecretText(Forge.Secret);

        Assert.Equal(one.KeyId, same.KeyId);
        Assert.NotEqual(one.KeyId, one.Thumbprint());
        Assert.Equal(16, one.KeyId.Length);
        Assert.Equal($"HS256 key '{one.KeyId}'", one.ToString());
        Assert.Throws<InvalidOperationException>(() => PublicJwk(one));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"kty":"oct","alg":"HS256"}""")]
    [InlineData("""{"kty":"oct","kty":"oct","alg":"HS256","k":"Q9hGv5pdkmbwf4Wkaf3i_AXzPvUHSA8ko9HTJCx3vNw"}""")]
    [InlineData("""{"kty":"oct","alg":"none","k":"Q9hGv5pdkmbwf4Wkaf3i_AXzPvUHSA8ko9HTJCx3vNw"}""")]
    [InlineData("""{"kty":"oct","alg":"RS256","k":"Q9hGv5pdkmbwf4Wkaf3i_AXzPvUHSA8ko9HTJCx3vNw"}""")]
    [InlineData("""{"kty":"oct","alg":"HS256","use":"enc","k":"Q9hGv5pdkmbwf4Wkaf3i_AXzPvUHSA8ko9HTJCx3vNw"}""")]
    [InlineData("""{"kty":"oct","alg":"HS256","key_ops":["encrypt"],"k":"Q9hGv5pdkmbwf4Wkaf3i_AXzPvUHSA8ko9HTJCx3vNw"}""")]
    [InlineData("""{"kty":"oct","alg":"HS256","k":"Q9hGv5pdkmbwf4Wkaf3i_AXzPvUHSA8ko9HTJCx3vNw="}""")]
    [InlineData("""{"kty":"oct","alg":"HS256","kid":5,"k":"Q9hGv5pdkmbwf4Wkaf3i_AXzPvUHSA8ko9HTJCx3vNw"}""")]
    [InlineData("""{"kty":"oct","alg":"HS256","kid":"\ud800","k":"Q9hGv5pdkmbwf4Wkaf3i_AXzPvUHSA8ko9HTJCx3vNw"}""")]
    [InlineData("""{"kty":"oct","k":"Q9hGv5pdkmbwf4Wkaf3i_AXzPvUHSA8ko9HTJCx3vNw"}""")]
    public void A_json_web_key_that_is_none_is_refused_and_not_repeated(string jwk)
    {
        var text = Assert.ThrowsAny<ArgumentException>(() => TokenKey.FromJwk(jwk)).ToString();

        Assert.DoesNotContain("Q9hGv5pd", text, StringComparison.Ordinal);
    }

    internal static string PublicJwk(TokenKey key)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            key.WritePublicJwk(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
