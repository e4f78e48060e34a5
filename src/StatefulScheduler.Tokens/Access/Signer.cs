using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace StatefulScheduler.Tokens;

// The library writes the header, encodes and signs.
internal static class Signer
{
    private static readonly JsonWebTokenHandler Handler = new();

    // Written by the library, or asking for what no validator here does.
    private static readonly string[] Reserved = ["alg", "kid", "x5t", "enc", "zip", "crit", "b64"];

    public static string Sign(string payload, TokenKey key, string type, IEnumerable<KeyValuePair<string, object>>? headers = null)
    {
        var credentials = new SigningCredentials(key.Security, key.Algorithm);
        if (type == "JWT" && headers is null)
            return Handler.CreateToken(payload, credentials);

        var added = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in headers ?? [])
            added[Checked(name)] = Checked(name, value);
        if (type != "JWT")
            added["typ"] = type;
        return Handler.CreateToken(payload, credentials, added);
    }

    private static string Checked(string name) =>
        Reserved.Contains(name) ? throw new ArgumentException($"The header '{name}' cannot be given: it is the key's to say, or asks for an extension.", nameof(name)) : WholeText.Check(name, nameof(name));

    private static object Checked(string name, object value) => value switch
    {
        string text => WholeText.Check(text, name),
        bool or int or long => value,
        _ => throw new ArgumentException($"The header '{name}' must be a text, a truth value or a whole number.", nameof(value)),
    };
}
