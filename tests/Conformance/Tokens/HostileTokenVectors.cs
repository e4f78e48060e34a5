using System.Text.Json;
using StatefulScheduler.Tokens;

namespace StatefulScheduler.Conformance.Tokens;

// Whole tokens under the rules of a profile, at one time. Whatever is thrown is a failure of its own: the runner sees to that.
internal static class HostileTokenVectors
{
    public static async ValueTask<Verdict> JudgeAsync(Vector vector)
    {
        var rules = vector.Json.GetProperty("rules");
        if (Keys.TryRing(rules.GetProperty("keys"), out var why) is not { } ring)
            return Expectation.Compare(vector, accepted: false, "valid", "invalid", why);

        var time = new TestTime(DateTimeOffset.FromUnixTimeSeconds(vector.Json.GetProperty("now").GetInt64()));
        var validator = new AccessTokenValidator(Options(rules), ring, time);
        var token = LongText.Token(vector.Json.GetProperty("token"), rules.GetProperty("keys"));
        var result = validator.Validate(token);
        return Expectation.Compare(vector, result.IsValid, "valid", "invalid", result.ToString())
            .And(() => Verdict.Compare(result.ToString(), validator.Validate(token).ToString())) // The second time the header is known.
            .And(() => result.Claims is { } claims && vector.Json.TryGetProperty("claims", out var expected) ? CompareClaims(expected, claims) : Verdict.Passed)
            .And(await AsynchronouslyAsync(validator, token, result));
    }

    private static async ValueTask<Func<Verdict>> AsynchronouslyAsync(AccessTokenValidator validator, string token, TokenValidationResult result)
    {
        var found = await validator.ValidateAsync(token);
        return () => Verdict.Compare(result.ToString(), found.ToString());
    }

    private static TokenValidationOptions Options(JsonElement rules)
    {
        var options = new TokenValidationOptions
        {
            RequireExpiration = rules.GetProperty("requireExp").GetBoolean(),
            RequireSubject = false,
            ClockSkew = TimeSpan.FromSeconds(rules.GetProperty("clockSkewSeconds").GetDouble()),
            RequiredType = rules.GetProperty("requiredType").GetString(),
            MaxTokenLength = rules.GetProperty("maxTokenBytes").GetInt32(),
        };
        options.AllowAnyIssuer = !TryAdd(options.ValidIssuers, rules.GetProperty("issuer"));
        options.AllowAnyAudience = !TryAdd(options.ValidAudiences, rules.GetProperty("audience"));
        foreach (var algorithm in rules.GetProperty("algorithms").EnumerateArray())
            options.AllowedAlgorithms.Add(algorithm.GetString()!);
        return options;
    }

    private static bool TryAdd(IList<string> list, JsonElement text)
    {
        if (text.GetString() is not { } value)
            return false;
        list.Add(value);
        return true;
    }

    private static Verdict CompareClaims(JsonElement expected, TokenClaims found)
    {
        foreach (var claim in expected.EnumerateObject())
        {
            if (!found.TryGet(claim.Name, out var value) || !JsonElement.DeepEquals(claim.Value, value))
                return Verdict.Failed($"{claim.Name} = {claim.Value}", $"{value}");
        }

        return Verdict.Passed;
    }
}
