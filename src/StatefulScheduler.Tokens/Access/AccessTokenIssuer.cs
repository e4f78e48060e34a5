using System.Security.Cryptography;
using System.Text.Json;
using Base64Url = System.Buffers.Text.Base64Url;

namespace StatefulScheduler.Tokens;

/// <summary>Issues access tokens, signed with the key that is due.</summary>
/// <remarks>Thread-safe; one is enough for a program.</remarks>
public sealed class AccessTokenIssuer : IAccessTokenIssuer
{
    private const int JwtIdSize = 16;

    private static readonly string[] OwnClaims = ["iss", "sub", "aud", "iat", "exp", "jti", "scope"];

    private readonly string? issuer;
    private readonly string[] audiences;
    private readonly TimeSpan lifetime;
    private readonly TimeSpan maxLifetime;
    private readonly string type;
    private readonly bool includesJwtId;
    private readonly IKeyRingSource keys;
    private readonly TimeProvider time;

    /// <summary>Creates an issuer.</summary>
    /// <param name="options">What every token has.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="time">The clock; left out: the system's.</param>
    /// <exception cref="ArgumentException">The options cannot be used; the text says every reason.</exception>
    public AccessTokenIssuer(TokenIssuerOptions options, IKeyRingSource keys, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(keys);
        Breaches.Check("token issuer", options.Breaches(), nameof(options));
        (issuer, audiences, type, includesJwtId) = (options.Issuer, [.. options.Audiences], options.Type, options.IncludeJwtId);
        (lifetime, maxLifetime) = (options.Lifetime, options.MaxLifetime);
        (this.keys, this.time) = (keys, time ?? TimeProvider.System);
    }

    /// <summary>Creates an issuer with keys that stay as they are.</summary>
    /// <param name="options">What every token has.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="time">The clock; left out: the system's.</param>
    /// <exception cref="ArgumentException">The options cannot be used; the text says every reason.</exception>
    public AccessTokenIssuer(TokenIssuerOptions options, KeyRing keys, TimeProvider? time = null)
        : this(options, new KeyRingSource(keys), time)
    {
    }

    /// <inheritdoc/>
    public AccessToken Issue(string subject, params IEnumerable<string> scopes)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        ArgumentNullException.ThrowIfNull(scopes);
        var descriptor = new TokenDescriptor { Subject = subject };
        foreach (var scope in scopes)
            descriptor.Scopes.Add(scope);
        return Issue(descriptor);
    }

    /// <inheritdoc/>
    public AccessToken Issue(TokenDescriptor descriptor)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        Check(descriptor);
        var now = time.GetUtcNow();
        var issuedAt = now.ToUnixTimeSeconds();
        var expires = issuedAt + (long)Math.Floor((descriptor.Lifetime ?? lifetime).TotalSeconds);
        var jwtId = includesJwtId ? NewJwtId() : null;
        var payload = JsonText.Write(writer => Write(writer, descriptor, issuedAt, expires, jwtId));
        return new(Signer.Sign(payload, keys.Current.SigningKey(now), type), DateTimeOffset.FromUnixTimeSeconds(expires), jwtId);
    }

    private void Check(TokenDescriptor descriptor)
    {
        if (descriptor.Lifetime is { } asked && (asked < TimeSpan.FromSeconds(1) || asked > maxLifetime))
            throw new ArgumentException($"The lifetime is {asked}, but must be 1 second to {maxLifetime}.", nameof(descriptor));
        if (descriptor.Claims.Keys.FirstOrDefault(OwnClaims.Contains) is { } own)
            throw new ArgumentException($"The claim '{own}' is written by the issuer: set it in the options or in the descriptor's own property.", nameof(descriptor));
        if (descriptor.Scopes.FirstOrDefault(scope => string.IsNullOrEmpty(scope) || scope.Contains(' ')) is { } scope)
            throw new ArgumentException($"The scope '{scope}' is empty or has a space in it, which would make it another scope, or two.", nameof(descriptor));
    }

    private void Write(Utf8JsonWriter writer, TokenDescriptor descriptor, long issuedAt, long expires, string? jwtId)
    {
        writer.WriteStartObject();
        WriteText(writer, "iss", issuer);
        WriteText(writer, "sub", descriptor.Subject);
        WriteAudience(writer, descriptor.Audience);
        writer.WriteNumber("iat"u8, issuedAt);
        writer.WriteNumber("exp"u8, expires);
        WriteText(writer, "jti", jwtId);
        if (descriptor.Scopes.Count > 0)
            WriteText(writer, "scope", string.Join(' ', descriptor.Scopes));
        foreach (var (name, value) in descriptor.Claims)
            ClaimWriter.WriteMember(writer, name, value);
        writer.WriteEndObject();
    }

    private void WriteAudience(Utf8JsonWriter writer, string? own)
    {
        if (own is not null || audiences.Length == 1)
            WriteText(writer, "aud", own ?? audiences[0]);
        else if (audiences.Length > 1)
            ClaimWriter.WriteMember(writer, "aud", audiences);
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
            writer.WriteString(name, WholeText.Check(text, name));
    }

    private static string NewJwtId()
    {
        Span<byte> bytes = stackalloc byte[JwtIdSize];
        RandomNumberGenerator.Fill(bytes);
        return Base64Url.EncodeToString(bytes);
    }
}
