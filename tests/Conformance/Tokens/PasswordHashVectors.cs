using StatefulScheduler.Tokens;

namespace StatefulScheduler.Conformance.Tokens;

// Hashes of other schemes, and what passlib's CryptContext did.
internal static class PasswordHashVectors
{
    private static readonly PasswordHashContext All = PasswordHashContext.Create(
        PasswordSchemes.Bcrypt, PasswordSchemes.BcryptSha256, PasswordSchemes.Pbkdf2Sha512, PasswordSchemes.Pbkdf2Sha256, PasswordSchemes.AspNetIdentity, PasswordSchemes.DjangoPbkdf2Sha256);

    private static readonly Dictionary<string, string> Offered = new()
    {
        ["bcrypt_sha256"] = PasswordSchemes.BcryptSha256,
        ["pbkdf2_sha512"] = PasswordSchemes.Pbkdf2Sha512,
        ["pbkdf2_sha256"] = PasswordSchemes.Pbkdf2Sha256,
        ["django_pbkdf2_sha256"] = PasswordSchemes.DjangoPbkdf2Sha256,
        ["aspnet_identity_v2"] = PasswordSchemes.AspNetIdentity,
        ["aspnet_identity_v3"] = PasswordSchemes.AspNetIdentity,
    };

    public static ValueTask<Verdict> JudgeAsync(Vector vector) => new(
        vector.Has("op") ? EdgeCases.Judge(vector)
        : vector.Has("result") ? ContextVectors.Judge(vector)
        : Judge(vector));

    private static Verdict Judge(Vector vector)
    {
        var (hash, password) = (vector.Text("hash"), Convert.FromHexString(vector.Text("passwordHex")));
        if (!Offered.TryGetValue(vector.Text("scheme"), out var scheme))
            return Verdict.Compare("none, False", $"{All.Identify(hash) ?? "none"}, {All.Verify(System.Text.Encoding.UTF8.GetString(password), hash)}").Mapped(TokensRules.NotIdentified);

        // A text goes through the context; bytes that are none, or more than a context takes, through the scheme.
        var text = System.Text.Encoding.UTF8.GetString(password);
        var isText = System.Text.Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(password) && password.Length <= 4096 && !text.Contains('\0');
        var matches = isText ? All.Verify(text, hash) : PasswordSchemes.Create(scheme).Verify(password, hash);
        return vector.Text("expect") switch
        {
            "match" => Verdict.Compare($"match of {scheme}", $"{(matches ? "match" : "mismatch")} of {All.Identify(hash)}"),
            var refused => matches ? Verdict.Failed(refused, "match") : Verdict.Passed,
        };
    }
}
