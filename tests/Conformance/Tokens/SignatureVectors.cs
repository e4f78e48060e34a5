using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using StatefulScheduler.Tokens;

namespace StatefulScheduler.Conformance.Tokens;

// The signature layer. Most payloads are not JSON, so that a validator refuses them for that alone; the key is then asked too, so that a refusal means something.
internal static class SignatureVectors
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static ValueTask<Verdict> JudgeAsync(Vector vector) => new(Judge(vector));

    private static Verdict Judge(Vector vector)
    {
        var token = vector.Text("token");
        if (Keys.TryRing(vector.Json.GetProperty("keys"), out var why) is not { } ring)
            return vector.Text("expect") == "valid" && IsOfOneByte(vector.Json.GetProperty("keys")) && !HasClaims(token) ? Verdict.Skipped(TokensRules.SecretWithoutEntropy) : Expectation.Compare(vector, accepted: false, "valid", "invalid", why);

        var accepted = Validator(vector, ring).Validate(token).IsValid;
        if (HasClaims(token))
            return Expectation.Compare(vector, accepted, "valid", "invalid");

        var signed = IsSigned(token, ring, [.. vector.Json.GetProperty("algorithms").EnumerateArray().Select(name => name.GetString()!)]);
        var verdict = accepted ? Verdict.Failed("no token without claims", "accepted") : Expectation.Compare(vector, signed, "valid", "invalid", "by the key alone");
        return verdict.Outcome == Outcome.Passed && vector.Text("expect") == "valid" ? Verdict.Skipped(TokensRules.NotClaims) : verdict;
    }

    private static AccessTokenValidator Validator(Vector vector, KeyRing ring)
    {
        var options = new TokenValidationOptions { RequireExpiration = false, RequireSubject = false, MaxTokenLength = 16_384 }.AllowAnyIssuerAndAudience();
        foreach (var algorithm in vector.Json.GetProperty("algorithms").EnumerateArray().Where(name => TokenAlgorithmNames.Contains(name.GetString()!)))
            options.AllowedAlgorithms.Add(algorithm.GetString()!);
        return new(options, ring, new TestTime(DateTimeOffset.UnixEpoch.AddSeconds(1_300_819_370))); // While RFC 7519's example lives.
    }

    private static readonly HashSet<string> TokenAlgorithmNames =
        ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    // What the validator does before it looks at the payload, and the key's answer.
    private static bool IsSigned(string token, KeyRing ring, string[] algorithms)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || !parts.All(IsCanonical) || !TryHeader(parts[0], out var header))
            return false;
        return header.TryGetProperty("alg", out var algorithm) && algorithm.ValueKind == JsonValueKind.String && algorithms.Contains(algorithm.GetString())
            && !header.TryGetProperty("crit", out _) && !header.TryGetProperty("b64", out _)
            && ring.TryFind(header.TryGetProperty("kid", out var name) ? name.GetString() : null, algorithm.GetString()!, DateTimeOffset.UnixEpoch, out var key)
            && key.Verify(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]));
    }

    private static bool TryHeader(string part, out JsonElement header)
    {
        try
        {
            header = Jwt.UnverifiedHeader($"{part}.e30.AA");
            return true;
        }
        catch (TokenException)
        {
            header = default;
            return false;
        }
    }

    private static bool IsOfOneByte(JsonElement keys) =>
        keys.GetArrayLength() == 1 && keys[0].TryGetProperty("k", out var secret) && Base64Url.DecodeFromChars(secret.GetString()) is { Length: >= 32 } bytes && bytes.All(value => value == bytes[0]);

    private static bool HasClaims(string token)
    {
        try
        {
            return token.Split('.') is [_, var payload, _] && Jwt.UnverifiedClaims($"e30.{payload}.AA").ValueKind == JsonValueKind.Object;
        }
        catch (TokenException)
        {
            return false;
        }
    }

    private static bool IsCanonical(string part) =>
        !part.AsSpan().ContainsAnyExcept(Alphabet) && part.Length % 4 != 1 && Base64Url.EncodeToString(Decode(part)) == part;

    private static byte[] Decode(string part)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        return Base64Url.DecodeFromChars(part, bytes, out _, out var written) == OperationStatus.Done ? bytes[..written] : [];
    }
}
