namespace StatefulScheduler.Conformance.Tokens;

// Passwords, keys and tokens; the formats are told in the README.md beside the vectors.
internal static class TokensSuite
{
    public static Suite Create() => new("tokens",
    [
        VectorFile.Of("jwt_hostile.json", Structures.HostileTokens, HostileTokenVectors.JudgeAsync),
        VectorFile.Of("jws_vectors.json", Structures.Signatures, SignatureVectors.JudgeAsync),
        VectorFile.Of("jwk.json", Structures.Keys, KeyVectors.JudgeAsync),
        VectorFile.Of("bcrypt.json", Structures.Tests, BcryptVectors.JudgeAsync),
        VectorFile.Of("password_hashes.json", Structures.PasswordHashes, PasswordHashVectors.JudgeAsync),
        VectorFile.Of("refresh_scenarios.json", Structures.Scenarios, RefreshVectors.JudgeAsync),
        VectorFile.Skipped("http_oauth2.json", Structures.Tests, TokensRules.WebPackage),
    ]);
}
