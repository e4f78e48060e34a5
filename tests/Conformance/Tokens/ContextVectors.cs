using System.Text.Json;
using StatefulScheduler.Tokens;

namespace StatefulScheduler.Conformance.Tokens;

// What a context of several schemes does with one hash, whose password is "secret".
internal static class ContextVectors
{
    private const int PrefixOfBcrypt = 7; // `$2b$12$`; what follows is the salt.

    private static readonly Dictionary<string, PasswordHashContext> Contexts = [];

    public static Verdict Judge(Vector vector)
    {
        var (context, hash, result) = (ContextOf(vector), vector.Text("hash"), vector.Json.GetProperty("result"));
        if (context.DefaultScheme != vector.Text("default_scheme"))
            return Verdict.Failed(vector.Text("default_scheme"), context.DefaultScheme);
        if (result.GetProperty("verify_secret").ValueKind == JsonValueKind.String)
            return Verdict.Compare("none False", $"{context.Identify(hash) ?? "none"} {context.NeedsRehash(hash)}")
                .And(() => CompareUpdate(context, "secret", hash, "False")).Mapped(TokensRules.UnknownHashIsWrong);

        return Verdict.Compare($"{result.GetProperty("identify").GetString()} {result.GetProperty("needs_update").GetBoolean()}", $"{context.Identify(hash)} {context.NeedsRehash(hash)}")
            .And(() => CompareUpdate(context, "secret", hash, Expected(result.GetProperty("verify_and_update"))))
            .And(() => CompareUpdate(context, "wrong", hash, Expected(result.GetProperty("verify_and_update_wrong"))))
            .And(() => Verdict.Compare("True", $"{context.Verify("secret", hash) && result.GetProperty("verify_secret").GetBoolean()}"));
    }

    // `[true, "bcrypt:$2b$12$"]`: the scheme and the beginning of the new hash.
    private static string Expected(JsonElement update) => $"{update[0].GetBoolean()}{(update[1].GetString() is { } made ? $" {made}" : "")}";

    private static Verdict CompareUpdate(PasswordHashContext context, string password, string hash, string expected)
    {
        var valid = context.VerifyAndUpdate(password, hash, out var made);
        return Verdict.Compare(expected, $"{valid}{(made is null ? "" : $" {context.Identify(made)}:{made[..PrefixOfBcrypt]}")}");
    }

    private static PasswordHashContext ContextOf(Vector vector)
    {
        var config = vector.Json.GetProperty("config");
        var key = config.GetRawText();
        return Contexts.TryGetValue(key, out var made) ? made : Contexts[key] = new(Options(config));
    }

    private static PasswordHashOptions Options(JsonElement config)
    {
        var options = new PasswordHashOptions { Default = config.TryGetProperty("default", out var first) ? first.GetString() : null, Deprecated = Deprecated(config) };
        foreach (var scheme in config.GetProperty("schemes").EnumerateArray())
            options.Schemes.Add(scheme.GetString()!);
        if (config.TryGetProperty("bcrypt__min_rounds", out var min))
            options.Bcrypt.MinCost = min.GetInt32();
        if (config.TryGetProperty("bcrypt__max_rounds", out var max))
            options.Bcrypt.MaxCost = max.GetInt32();
        if (config.TryGetProperty("bcrypt__rounds", out var cost))
            options.Bcrypt.Cost = (options.Bcrypt.MinCost = options.Bcrypt.MaxCost = cost.GetInt32()).Value;
        return options;
    }

    // passlib's default is none, the library's is all but the first.
    private static string[] Deprecated(JsonElement config) =>
        !config.TryGetProperty("deprecated", out var deprecated) ? []
        : deprecated.ValueKind == JsonValueKind.String ? [deprecated.GetString()!]
        : [.. deprecated.EnumerateArray().Select(name => name.GetString()!)];
}
