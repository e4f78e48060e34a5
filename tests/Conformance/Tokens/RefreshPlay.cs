using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StatefulScheduler.Tokens;

namespace StatefulScheduler.Conformance.Tokens;

// One script: its clock, its store, and the tokens that it has named.
internal sealed class RefreshPlay
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddSeconds(1_800_000_000);

    private readonly TestTime time = new(Start);
    private readonly InMemoryRefreshTokenStore store = new();
    private readonly RefreshTokenService service;
    private readonly Dictionary<string, string> tokens = [];

    public RefreshPlay(JsonElement options) => service = new(
        store,
        new RefreshTokenOptions
        {
            Lifetime = TimeSpan.FromSeconds(options.GetProperty("refreshLifetimeSeconds").GetDouble()),
            ReuseLeeway = TimeSpan.FromSeconds(options.GetProperty("reuseLeewaySeconds").GetDouble()),
            AbsoluteLifetime = options.GetProperty("absoluteLifetimeSeconds") is { ValueKind: JsonValueKind.Number } seconds ? TimeSpan.FromSeconds(seconds.GetDouble()) : null,
        },
        time);

    public async ValueTask<Verdict> StepAsync(JsonElement step)
    {
        if (step.TryGetProperty("t", out var seconds))
            time.Now = Start.AddSeconds(seconds.GetDouble());
        return step.GetProperty("op").GetString() switch
        {
            "issue" => await IssueAsync(step),
            "redeem" => await RedeemAsync(step, tokens[Text(step, "token")!]),
            "redeemRaw" => await RedeemAsync(step, LongText.Of(step.GetProperty("raw"))),
            "redeemTampered" => await RedeemAsync(step, Tamper(tokens[Text(step, "token")!])),
            "redeemParallel" => await RedeemAtOnceAsync(step),
            "revoke" => Compare(step, await service.RevokeAsync(tokens[Text(step, "token")!]) ? "ok" : "nothing"),
            "revokeSubject" => Compare(step, await service.RevokeSubjectAsync(Text(step, "sub")!)),
            "purge" => Compare(step, await service.PurgeAsync()),
            "assertStore" => StoreHoldsNoSecret(),
            var operation => Verdict.Failed("a known operation", $"{operation}"),
        };
    }

    private static string? Text(JsonElement step, string name) => step.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static List<string>? Texts(JsonElement step, string name) =>
        step.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(text => text.GetString()!)] : null;

    private static Verdict Compare(JsonElement step, string found) => Verdict.Compare(Text(step, "expect") ?? found, found);

    private static Verdict Compare(JsonElement step, int found) => step.TryGetProperty("expect", out var expected) ? Verdict.Compare($"{expected}", $"{found}") : Verdict.Passed;

    // One bit of the last byte but one of the secret half, so that the text stays one that can be read.
    private static string Tamper(string token) => $"{token[..^2]}{(token[^2] == 'A' ? 'B' : 'A')}{token[^1]}";

    private static string Word(RefreshError error) => error switch
    {
        RefreshError.None => "ok",
        RefreshError.ReuseDetected => "reuse_detected",
        RefreshError.InvalidScope => "invalid_scope",
        _ => error.ToString().ToLowerInvariant(),
    };

    private async ValueTask<Verdict> IssueAsync(JsonElement step)
    {
        var token = await service.IssueAsync(Text(step, "sub")!, Texts(step, "scopes"), Text(step, "client"));
        tokens[Text(step, "as")!] = token.Value;
        return Verdict.Passed;
    }

    private async ValueTask<Verdict> RedeemAsync(JsonElement step, string token)
    {
        var result = await service.RedeemAsync(token, Texts(step, "scopes"), Text(step, "client"));
        if (result.IsValid && Text(step, "as") is { } name)
            tokens[name] = result.Token.Value;
        return Compare(step, Word(result.Error))
            .And(() => Text(step, "sub") is { } subject ? Verdict.Compare(subject, result.Subject ?? "none") : Verdict.Passed)
            .And(() => Texts(step, "granted") is { } granted ? Verdict.Compare(string.Join(' ', granted), string.Join(' ', result.Scopes)) : Verdict.Passed);
    }

    private async ValueTask<Verdict> RedeemAtOnceAsync(JsonElement step)
    {
        var token = tokens[Text(step, "token")!];
        var results = await Task.WhenAll(Enumerable.Range(0, step.GetProperty("times").GetInt32()).Select(_ => Task.Run(async () => await service.RedeemAsync(token))));
        var found = results.CountBy(result => Word(result.Error)).ToDictionary();
        foreach (var expected in step.GetProperty("expect").EnumerateObject())
        {
            if (found.GetValueOrDefault(expected.Name) != expected.Value.GetInt32())
                return Verdict.Failed($"{expected}", string.Join(", ", found));
        }

        return Verdict.Passed;
    }

    private Verdict StoreHoldsNoSecret()
    {
        foreach (var record in store.Records)
        {
            var token = tokens.Values.Single(token => token.StartsWith(record.Id, StringComparison.Ordinal));
            var secret = token[(record.Id.Length + 1)..];
            var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(secret);
            if (record.ToString().Contains(secret, StringComparison.Ordinal) || record.SecretHash.Span.IndexOf(bytes) >= 0 || record.SecretHash.Span.IndexOf(Encoding.ASCII.GetBytes(secret)) >= 0)
                return Verdict.Failed("no secret", "one");
            if (!record.SecretHash.Span.SequenceEqual(SHA256.HashData(bytes)))
                return Verdict.Failed("SHA-256 of the secret", Convert.ToHexString(record.SecretHash.Span));
        }

        return store.Records.Count > 0 ? Verdict.Passed : Verdict.Failed("a record", "none");
    }
}
