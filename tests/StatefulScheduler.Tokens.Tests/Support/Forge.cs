using System.Security.Cryptography;
using System.Text;
using Base64Url = System.Buffers.Text.Base64Url;

namespace StatefulScheduler.Tokens.Tests;

// Makes tokens that no issuer would make, rightly signed with a secret: what is wrong with them is what they say.
internal static class Forge
{
    public const string Secret = "vT8mW0yqL2rXfJ5kZp1nB7cD4sG9hA3e-forge-tests";

    public static TokenKey Key { get; } = TokenKey.FromSecretText(Secret, keyId: "k1");

    public static string Token(string payload, string header = """{"alg":"HS256","typ":"JWT","kid":"k1"}""") => Token(Encoding.UTF8.GetBytes(payload), Encoding.UTF8.GetBytes(header));

    public static string Token(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> header)
    {
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.ASCII.GetBytes(signed)))}";
    }
}
