using StatefulScheduler.Tokens;

namespace StatefulScheduler.Conformance.Tokens;

// Thumbprints of keys, and which keys are taken at all.
internal static class KeyVectors
{
    public static ValueTask<Verdict> JudgeAsync(Vector vector) => new(vector.Has("sha256") ? JudgeThumbprint(vector) : JudgeImport(vector));

    // RFC 7638's own example does not say an algorithm; any of its kind will do.
    private static Verdict JudgeThumbprint(Vector vector)
    {
        var jwk = vector.Json.GetProperty("jwk");
        using var key = TokenKey.FromJwk(jwk.GetRawText(), jwk.TryGetProperty("alg", out _) ? null : "RS256");
        return Verdict.Compare(vector.Text("sha256"), key.Thumbprint());
    }

    private static Verdict JudgeImport(Vector vector)
    {
        try
        {
            using var key = TokenKey.FromJwk(vector.Json.GetProperty("jwk").GetRawText());
            return Expectation.Compare(vector, accepted: true, "accept", "reject");
        }
        catch (ArgumentException refusal)
        {
            return Expectation.Compare(vector, accepted: false, "accept", "reject", refusal.Message);
        }
    }
}
