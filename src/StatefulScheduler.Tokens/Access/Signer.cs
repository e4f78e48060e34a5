using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace StatefulScheduler.Tokens;

// The library writes the header, encodes and signs.
internal static class Signer
{
    private static readonly JsonWebTokenHandler Handler = new();

    public static string Sign(string payload, TokenKey key, string type, IEnumerable<KeyValuePair<string, object>>? headers = null)
    {
        var credentials = new SigningCredentials(key.Security, key.Algorithm);
        if (type == "JWT" && headers is null)
            return Handler.CreateToken(payload, credentials);

        var added = new Dictionary<string, object>(headers ?? [], StringComparer.Ordinal);
        if (type != "JWT")
            added["typ"] = type;
        return Handler.CreateToken(payload, credentials, added);
    }
}
