using System.Text.Json;

namespace StatefulScheduler.Tokens;

/// <summary>Tokens for the simple case: one secret, some claims, as python-jose's <c>jwt.encode</c> and <c>jwt.decode</c> and others have it.</summary>
/// <remarks>
/// Thread-safe. A secret is its UTF-8 bytes, whatever it looks like; published and short ones are refused. For keys that change, key pairs, audiences by default and
/// revocation there are <see cref="AccessTokenIssuer"/> and <see cref="AccessTokenValidator"/>.
/// </remarks>
public static class Jwt
{
    /// <summary>Signs claims. None is added and none is required: say yourself when the token expires.</summary>
    /// <param name="claims">The claims: texts, numbers, truth values, times (as seconds since 1970), lists and dictionaries of these, and JSON. Anybody can read them.</param>
    /// <param name="secret">The secret: at least 32 bytes of UTF-8 for HS256, 48 for HS384, 64 for HS512.</param>
    /// <param name="algorithm">HS256, HS384 or HS512.</param>
    /// <param name="headers">Members of the header beside <c>alg</c>: texts, truth values and whole numbers.</param>
    /// <returns>The token.</returns>
    /// <exception cref="ArgumentException">The secret is too short, published or repeats itself, a claim or header cannot be written, or there is no such algorithm.</exception>
    public static string Encode(
        IEnumerable<KeyValuePair<string, object?>> claims, string secret, string algorithm = TokenAlgorithms.HS256, IEnumerable<KeyValuePair<string, object>>? headers = null)
    {
        ArgumentNullException.ThrowIfNull(secret);
        using var key = TokenKey.Unnamed(secret, algorithm);
        return Encode(claims, key, headers);
    }

    /// <summary>Signs claims. None is added and none is required: say yourself when the token expires.</summary>
    /// <param name="claims">The claims.</param>
    /// <param name="key">The key; the token names it, unless it was made of a secret here.</param>
    /// <param name="headers">Members of the header beside <c>alg</c> and <c>kid</c>: texts, truth values and whole numbers.</param>
    /// <returns>The token.</returns>
    /// <exception cref="ArgumentException">A claim or header cannot be written.</exception>
    /// <exception cref="InvalidOperationException">The key has only its public half.</exception>
    public static string Encode(IEnumerable<KeyValuePair<string, object?>> claims, TokenKey key, IEnumerable<KeyValuePair<string, object>>? headers = null)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(key);
        return Signer.Sign(JsonText.Write(writer => Write(writer, claims)), key, "JWT", headers);
    }

    /// <summary>Verifies a token and reads its claims. <c>exp</c> and <c>nbf</c> count if they are there, without leeway; nothing is required but what <paramref name="configure"/> requires.</summary>
    /// <param name="token">The token; any text.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="algorithm">The one algorithm that is accepted, whatever the token says.</param>
    /// <param name="configure">Changes what is accepted; left out: nothing.</param>
    /// <param name="time">The clock; left out: the system's.</param>
    /// <returns>The claims.</returns>
    /// <exception cref="TokenException">The token is not accepted.</exception>
    /// <exception cref="ArgumentException">The secret is too short, published or repeats itself, or there is no such algorithm.</exception>
    public static TokenClaims Decode(
        string token, string secret, string algorithm = TokenAlgorithms.HS256, Action<TokenValidationOptions>? configure = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(secret);
        using var key = TokenKey.Unnamed(secret, algorithm);
        return Decode(token, key, configure, time);
    }

    /// <summary>Verifies a token with one key, whatever name of a key it gives, and reads its claims.</summary>
    /// <param name="token">The token; any text.</param>
    /// <param name="key">The key.</param>
    /// <param name="configure">Changes what is accepted; left out: nothing.</param>
    /// <param name="time">The clock; left out: the system's.</param>
    /// <returns>The claims.</returns>
    /// <exception cref="TokenException">The token is not accepted.</exception>
    public static TokenClaims Decode(string token, TokenKey key, Action<TokenValidationOptions>? configure = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(key);
        var options = new TokenValidationOptions { ClockSkew = TimeSpan.Zero, RequireExpiration = false, RequireSubject = false };
        configure?.Invoke(options);
        var forNobody = options is { ValidAudiences.Count: 0, AllowAnyAudience: false };
        options.AllowAnyIssuer |= options.ValidIssuers.Count == 0;
        options.AllowAnyAudience |= forNobody;

        var validator = new AccessTokenValidator(new TokenRules(options, nameof(configure)), new KeyRingSource(new KeyRing(key)), namesMatter: false, time);
        var result = validator.Validate(token);
        // As everywhere: a token that is for somebody is not for one who has not said who he is.
        if (result.IsValid && forNobody && result.Claims.TryGet("aud", out _))
            throw new TokenException(TokenError.InvalidAudience);
        return result.Claims ?? throw new TokenException(result.Error);
    }

    /// <summary>Reads the header of a token that nobody has verified. For people who look at tokens: believe nothing that it says.</summary>
    /// <param name="token">The token; any text.</param>
    /// <returns>The header.</returns>
    /// <exception cref="TokenException">The text is not a token.</exception>
    public static JsonElement UnverifiedHeader(string token) => Unverified(token, header: true);

    /// <summary>Reads the claims of a token that nobody has verified. For people who look at tokens: believe nothing that it says.</summary>
    /// <param name="token">The token; any text.</param>
    /// <returns>The claims.</returns>
    /// <exception cref="TokenException">The text is not a token.</exception>
    public static JsonElement UnverifiedClaims(string token) => Unverified(token, header: false);

    private static void Write(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, object?>> claims)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        writer.WriteStartObject();
        foreach (var (name, value) in claims)
        {
            if (!written.Add(name))
                throw new ArgumentException($"The claim '{name}' is given twice.", nameof(claims));
            ClaimWriter.WriteMember(writer, name, value);
        }

        writer.WriteEndObject();
    }

    private static JsonElement Unverified(string token, bool header)
    {
        ArgumentNullException.ThrowIfNull(token);
        var limits = new TokenValidationOptions();
        if (token.Length > limits.MaxTokenLength)
            throw new TokenException(TokenError.TooLarge);
        return Segments.TryCut(token, out var segments) && StrictBase64Url.TryDecode(header ? segments.Header : segments.Payload, out var utf8) && TryParse(utf8, limits, out var json)
            ? json
            : throw new TokenException(TokenError.Malformed);
    }

    private static bool TryParse(byte[] utf8, TokenValidationOptions limits, out JsonElement json)
    {
        json = default;
        try
        {
            Span<ulong> seen = stackalloc ulong[StrictObject.MaxMembers];
            var members = new StrictObject(utf8, limits.MaxDepth, limits.MaxClaims, seen);
            while (members.Read())
            {
                // Only to the end: whether the text is good.
            }

            if (members.Error != TokenError.None)
                return false;
            json = JsonElement.Parse(utf8);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
