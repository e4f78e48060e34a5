using System.Text.Json;

namespace StatefulScheduler.Tokens;

// What of a token's header is looked at: which algorithm, which key, which type. Keys and addresses of keys in it (jwk, jku, x5u, x5c) are never looked at.
internal sealed record TokenHeader(string Algorithm, string? KeyId, string? Type)
{
    private const int MaxDepth = 16;
    private const string MediaType = "application/";

    public static TokenError Read(ReadOnlySpan<char> segment, int maxMembers, out TokenHeader? header)
    {
        header = null;
        if (!StrictBase64Url.TryDecode(segment, out var utf8))
            return TokenError.Malformed;
        try
        {
            return ReadMembers(utf8, maxMembers, out header);
        }
        catch (JsonException)
        {
            return TokenError.Malformed;
        }
    }

    // RFC 7515, 4.1.9: `application/` may be left out; media types have no case.
    public bool IsOf(string type) => Type is not null && WithoutPrefix(Type).Equals(WithoutPrefix(type), StringComparison.OrdinalIgnoreCase);

    private static TokenError ReadMembers(byte[] utf8, int maxMembers, out TokenHeader? header)
    {
        header = null;
        string? algorithm = null, keyId = null, type = null;
        var error = TokenError.None;
        Span<ulong> seen = stackalloc ulong[StrictObject.MaxMembers];
        var members = new StrictObject(utf8, MaxDepth, maxMembers, seen);
        while (members.Read())
        {
            if (members.Name.SequenceEqual("alg"u8) && !TryText(members.Value, out algorithm))
                error = TokenError.AlgorithmNotAllowed;
            else if (members.Name.SequenceEqual("kid"u8) && !TryText(members.Value, out keyId))
                error = TokenError.Malformed;
            else if (members.Name.SequenceEqual("typ"u8) && !TryText(members.Value, out type))
                error = TokenError.WrongType;
            else if (members.Name.SequenceEqual("crit"u8) || members.Name.SequenceEqual("b64"u8))
                error = TokenError.CriticalNotSupported;
        }

        if (members.Error != TokenError.None || error != TokenError.None)
            return members.Error != TokenError.None ? members.Error : error;
        if (algorithm is null)
            return TokenError.AlgorithmNotAllowed;
        header = new(algorithm, keyId, type);
        return TokenError.None;
    }

    private static bool TryText(in Utf8JsonReader value, out string? text)
    {
        text = value.TokenType == JsonTokenType.String ? value.GetString() : null;
        return text is not null;
    }

    private static ReadOnlySpan<char> WithoutPrefix(ReadOnlySpan<char> type) =>
        type.StartsWith(MediaType, StringComparison.OrdinalIgnoreCase) ? type[MediaType.Length..] : type;
}
