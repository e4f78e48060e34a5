using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace StatefulScheduler.Tokens;

// JSON Web Keys (RFC 7517, 7518), read strictly: each member once, of its type, in the one spelling of base64url.
internal static class JwkReader
{
    private const int MaxLength = 32_768;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public static (KeyMaterial Material, AlgorithmFacts Facts, string? KeyId) Read(string jwk, string? algorithm)
    {
        using var document = Parse(jwk);
        var key = document.RootElement;
        CheckUse(key);
        var facts = AlgorithmFacts.Of(AlgorithmOf(key, algorithm), nameof(jwk));
        var material = (Text(key, "kty"), facts.Kind) switch
        {
            ("oct", KeyKind.Secret) => (KeyMaterial)SecretMaterial.Create(Number(key, "k"), facts),
            ("RSA", KeyKind.Rsa) => RsaMaterial.Create(RsaParametersOf(key), nameof(jwk)),
            ("EC", KeyKind.Ec) => EcOf(key, facts),
            (var kind, _) => throw Refused($"its kty is '{kind}', which is not what {facts.Name} signs with"),
        };
        return (material, facts, TextOrNull(key, "kid"));
    }

    private static JsonDocument Parse(string jwk)
    {
        if (jwk.Length > MaxLength)
            throw Refused($"it has {jwk.Length} characters, more than {MaxLength}");
        try
        {
            var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(jwk), Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Told below, without the parser's words: they quote the text.
        }

        throw Refused("it is not a JSON object with each member once");
    }

    private static void CheckUse(JsonElement key)
    {
        if (TextOrNull(key, "use") is { } use && use != "sig")
            throw Refused($"its use is '{use}', not 'sig'");
        if (!key.TryGetProperty("key_ops", out var operations))
            return;
        if (operations.ValueKind != JsonValueKind.Array || !operations.EnumerateArray().Any(operation => operation.ValueKind == JsonValueKind.String && operation.GetString() is "sign" or "verify"))
            throw Refused("its key_ops allow neither 'sign' nor 'verify'");
    }

    private static string AlgorithmOf(JsonElement key, string? asked)
    {
        var said = TextOrNull(key, "alg");
        if (said is not null && asked is not null && said != asked)
            throw Refused($"it is for {said}, but {asked} was asked for");
        return said ?? asked ?? throw Refused("it does not say its algorithm (alg): give it as an argument");
    }

    private static RSAParameters RsaParametersOf(JsonElement key)
    {
        var parameters = new RSAParameters { Modulus = WithoutLeadingZeros(Number(key, "n")), Exponent = WithoutLeadingZeros(Number(key, "e")) };
        if (!key.TryGetProperty("d", out _))
            return parameters;
        if (key.TryGetProperty("oth", out _))
            throw Refused("it has more than two primes");

        var (size, half) = (parameters.Modulus.Length, (parameters.Modulus.Length + 1) / 2);
        (parameters.D, parameters.P, parameters.Q) = (Padded(key, "d", size), Padded(key, "p", half), Padded(key, "q", half));
        (parameters.DP, parameters.DQ, parameters.InverseQ) = (Padded(key, "dp", half), Padded(key, "dq", half), Padded(key, "qi", half));
        return parameters;
    }

    // RFC 7518, 6.2: coordinates have the full length, zeros in front included.
    private static EcMaterial EcOf(JsonElement key, AlgorithmFacts facts)
    {
        var (name, _, size) = facts.Curve;
        if (Text(key, "crv") != name)
            throw Refused($"its crv is not {name}, which {facts.Name} needs");
        var (x, y, d) = (Number(key, "x"), Number(key, "y"), key.TryGetProperty("d", out _) ? Number(key, "d") : null);
        if (x.Length != size || y.Length != size || (d is not null && d.Length != size))
            throw Refused($"its numbers do not have {size} bytes each");
        return EcMaterial.Create(new ECPoint { X = x, Y = y }, d, facts, "jwk");
    }

    private static byte[] Padded(JsonElement key, string member, int size)
    {
        var number = WithoutLeadingZeros(Number(key, member));
        if (number.Length > size)
            throw Refused($"its {member} is longer than the modulus allows");
        var padded = new byte[size];
        number.CopyTo(padded, size - number.Length);
        return padded;
    }

    private static byte[] WithoutLeadingZeros(byte[] number) => number.AsSpan().TrimStart((byte)0).ToArray();

    private static byte[] Number(JsonElement key, string member) =>
        StrictBase64Url.TryDecode(Text(key, member), out var bytes) ? bytes : throw Refused($"its {member} is not base64url without padding");

    private static string Text(JsonElement key, string member) => TextOrNull(key, member) ?? throw Refused($"it has no {member}");

    private static string? TextOrNull(JsonElement key, string member)
    {
        if (!key.TryGetProperty(member, out var value))
            return null;
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Refused($"its {member} is not a text");
        }
        catch (InvalidOperationException)
        {
            throw Refused($"its {member} is not Unicode"); // Half of a surrogate pair.
        }
    }

    private static ArgumentException Refused(string why) => new($"The JSON Web Key is refused: {why}.");
}
