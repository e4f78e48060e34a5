using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text;
using System.Text.Json;

namespace StatefulScheduler.Tokens;

/// <summary>What an accepted token says, under the names that it says it: none is mapped to another.</summary>
/// <remarks>Immutable and safe to share between threads. Its text shows no claims.</remarks>
public sealed class TokenClaims
{
    private readonly byte[] utf8;
    private volatile StrongBox<JsonElement>? json; // Made when somebody asks for more than the properties; by two at once, twice, which does no harm.
    private readonly double? expires;
    private readonly double? notBefore;
    private readonly double? issuedAt;

    internal TokenClaims(in TokenPayload payload)
    {
        utf8 = payload.Utf8;
        (Subject, JwtId) = (payload.Subject, payload.JwtId);
        (expires, notBefore, issuedAt) = (payload.Expires, payload.NotBefore, payload.IssuedAt);
    }

    /// <summary>Gets whose token it is (<c>sub</c>).</summary>
    public string? Subject { get; }

    /// <summary>Gets the token's own name (<c>jti</c>), by which it can be revoked.</summary>
    public string? JwtId { get; }

    /// <summary>Gets who issued it (<c>iss</c>).</summary>
    public string? Issuer => TryGet("iss", out var issuer) ? issuer.GetString() : null;

    /// <summary>Gets whom it is for (<c>aud</c>).</summary>
    public IReadOnlyList<string> Audiences => TryGet("aud", out var audience) ? Texts(audience) : [];

    /// <summary>Gets what it allows: <c>scope</c>, separated by spaces, or <c>scp</c>.</summary>
    public IReadOnlySet<string> Scopes =>
        (TryGet("scope", out var scopes) || TryGet("scp", out scopes) ? Texts(scopes).SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)) : []).ToHashSet(StringComparer.Ordinal);

    /// <summary>Gets when it expires (<c>exp</c>).</summary>
    public DateTimeOffset? ExpiresAt => At(expires);

    /// <summary>Gets from when on it is accepted (<c>nbf</c>).</summary>
    public DateTimeOffset? NotBefore => At(notBefore);

    /// <summary>Gets when it was issued (<c>iat</c>).</summary>
    public DateTimeOffset? IssuedAt => At(issuedAt);

    /// <summary>Gets a claim.</summary>
    /// <param name="name">Its name, as the token has it.</param>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public JsonElement this[string name] => TryGet(name, out var claim) ? claim : throw new KeyNotFoundException($"The token has no claim '{name}'.");

    /// <summary>Gets a claim if there is one.</summary>
    /// <param name="name">Its name, as the token has it.</param>
    /// <param name="claim">The claim.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, out JsonElement claim)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Json.TryGetProperty(name, out claim);
    }

    /// <summary>Gets all claims as they were signed.</summary>
    /// <returns>The JSON text.</returns>
    public string ToJson() => Encoding.UTF8.GetString(utf8);

    /// <summary>Makes a principal for ASP.NET Core and others that ask for one. Lists become one claim for each entry.</summary>
    /// <param name="authenticationType">How the user was authenticated.</param>
    /// <param name="nameClaim">Which claim is the user's name.</param>
    /// <param name="roleClaim">Which claim are the user's roles.</param>
    /// <returns>The principal.</returns>
    public ClaimsPrincipal ToPrincipal(string authenticationType = "Bearer", string nameClaim = "sub", string roleClaim = "roles")
    {
        var identity = new ClaimsIdentity(authenticationType, nameClaim, roleClaim);
        foreach (var member in Json.EnumerateObject())
        {
            foreach (var value in member.Value.ValueKind == JsonValueKind.Array ? member.Value.EnumerateArray() : Enumerable.Repeat(member.Value, 1))
                identity.AddClaim(new(member.Name, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText(), TypeOf(value)));
        }

        return new(identity);
    }

    /// <summary>Says that these are claims, and not which.</summary>
    /// <returns>A text for people.</returns>
    public override string ToString() => $"claims of a token that expires at {ExpiresAt?.ToString("O", null) ?? "no time"}";

    [SuppressMessage("Performance", "CA1859", Justification = "The list is the caller's to read.")]
    private static IReadOnlyList<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => [.. value.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.String).Select(entry => entry.GetString()!)],
        _ => [],
    };

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => ClaimValueTypes.Boolean,
        JsonValueKind.Number => value.TryGetInt64(out _) ? ClaimValueTypes.Integer64 : ClaimValueTypes.Double,
        JsonValueKind.Object or JsonValueKind.Array => "JSON",
        _ => ClaimValueTypes.String,
    };

    private static DateTimeOffset? At(double? seconds) => seconds is { } value ? DateTimeOffset.UnixEpoch.AddSeconds(value) : null;

    private JsonElement Json => (json ??= new(JsonElement.Parse(utf8))).Value;
}
