using System.Text;
using System.Text.Json;
using Base64Url = System.Buffers.Text.Base64Url;

namespace StatefulScheduler.Conformance.Tokens;

// Texts that are told rather than written out, because they are long.
internal static class LongText
{
    // A text, or a list of texts and of [text, times].
    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Concat(value.EnumerateArray().Select(Of)),
        _ => Repeat(value.GetProperty("repeat")),
    };

    // A token as it stands, or its parts, which are encoded and signed here.
    public static string Token(JsonElement value, JsonElement keys)
    {
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString()!;
        if (value.TryGetProperty("raw", out var raw))
            return Of(raw);

        var signed = $"{Encode(Encoding.UTF8.GetBytes(Of(value.GetProperty("headerText"))))}.{Encode(Encoding.UTF8.GetBytes(Of(value.GetProperty("payloadText"))))}";
        return $"{signed}.{(value.GetProperty("signWith").GetString() is { } name ? Encode(Sign(signed, KeyOf(keys, name))) : "")}";
    }

    private static string Repeat(JsonElement repeat) => new StringBuilder().Insert(0, repeat[0].GetString(), repeat[1].GetInt32()).ToString();

    private static byte[] Sign(string text, byte[] key) => System.Security.Cryptography.HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text));

    private static byte[] KeyOf(JsonElement keys, string name) =>
        Base64Url.DecodeFromChars(keys.EnumerateArray().Single(key => key.GetProperty("kid").GetString() == name).GetProperty("k").GetString());

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
