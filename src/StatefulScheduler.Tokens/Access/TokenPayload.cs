using System.Text.Json;

namespace StatefulScheduler.Tokens;

// The claims of one token as far as they decide: read once, each of the type that RFC 7519 gives it.
internal struct TokenPayload
{
    private const double LatestSeconds = 253_402_300_799; // The end of the year 9999. Beyond it lie milliseconds taken for seconds, and dates that the framework cannot hold.

    public byte[] Utf8 { get; private set; }

    public double? Expires { get; private set; }

    public double? NotBefore { get; private set; }

    public double? IssuedAt { get; private set; }

    public string? Subject { get; private set; }

    public string? JwtId { get; private set; }

    // What is wrong with a claim; told only of tokens whose signature is right.
    public TokenError Error { get; private set; }

    private bool issuerFits;
    private bool audienceFits;

    // What is wrong with the text as such.
    public static TokenError Read(byte[] utf8, TokenRules rules, out TokenPayload payload)
    {
        payload = new() { Utf8 = utf8, issuerFits = rules.AllowsAnyIssuer, audienceFits = rules.AllowsAnyAudience };
        try
        {
            Span<ulong> seen = stackalloc ulong[StrictObject.MaxMembers];
            var members = new StrictObject(utf8, rules.MaxDepth, rules.MaxClaims, seen);
            while (members.Read())
                payload.Take(ref members, rules);
            if (payload.Error == TokenError.None)
                payload.Error = payload.Missing(rules);
            return members.Error;
        }
        catch (JsonException)
        {
            return TokenError.Malformed;
        }
    }

    private void Take(ref StrictObject members, TokenRules rules)
    {
        ref var value = ref members.Value;
        var fits = members.Name switch
        {
            [(byte)'e', (byte)'x', (byte)'p'] => (Expires = Seconds(value)) is not null,
            [(byte)'n', (byte)'b', (byte)'f'] => (NotBefore = Seconds(value)) is not null,
            [(byte)'i', (byte)'a', (byte)'t'] => (IssuedAt = Seconds(value)) is not null,
            [(byte)'s', (byte)'u', (byte)'b'] => (Subject = Text(value)) is not null,
            [(byte)'j', (byte)'t', (byte)'i'] => (JwtId = Text(value)) is not null,
            [(byte)'i', (byte)'s', (byte)'s'] => TakeIssuer(value, rules),
            [(byte)'a', (byte)'u', (byte)'d'] => TakeAudience(ref value, rules),
            _ => true,
        };
        if (!fits)
            Error = TokenError.InvalidClaim;
    }

    private readonly TokenError Missing(TokenRules rules) =>
        rules.RequiresExpiration && Expires is null ? TokenError.MissingClaim
        : rules.RequiresSubject && string.IsNullOrEmpty(Subject) ? TokenError.MissingClaim
        : rules.MaxAgeSeconds is not null && IssuedAt is null ? TokenError.MissingClaim
        : !issuerFits ? TokenError.InvalidIssuer
        : !audienceFits ? TokenError.InvalidAudience
        : TokenError.None;

    private bool TakeIssuer(in Utf8JsonReader value, TokenRules rules)
    {
        if (value.TokenType != JsonTokenType.String)
            return false;
        issuerFits |= IsOneOf(value, rules.Issuers);
        return true;
    }

    // One text, or a list of texts and nothing else.
    private bool TakeAudience(ref Utf8JsonReader value, TokenRules rules)
    {
        if (value.TokenType == JsonTokenType.String)
        {
            audienceFits |= IsOneOf(value, rules.Audiences);
            return true;
        }

        if (value.TokenType != JsonTokenType.StartArray)
            return false;
        var list = value; // A copy: the whole is read, and checked, by its owner.
        while (list.Read() && list.TokenType == JsonTokenType.String)
            audienceFits |= IsOneOf(list, rules.Audiences);
        return list.TokenType == JsonTokenType.EndArray;
    }

    private static bool IsOneOf(in Utf8JsonReader value, byte[][] texts)
    {
        foreach (var text in texts)
        {
            if (value.ValueTextEquals(text))
                return true;
        }

        return false;
    }

    private static string? Text(in Utf8JsonReader value) => value.TokenType == JsonTokenType.String ? value.GetString() : null;

    private static double? Seconds(in Utf8JsonReader value) =>
        value.TokenType == JsonTokenType.Number && value.TryGetDouble(out var seconds) && seconds is >= 0 and <= LatestSeconds ? seconds : null;
}
