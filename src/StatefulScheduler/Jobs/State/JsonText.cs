using System.Text.Json;

namespace StatefulScheduler;

// Small questions to JSON text that is known to be legal.
internal static class JsonText
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonDoor.MaxDepth };

    public static Utf8JsonReader Reader(ReadOnlyMemory<byte> utf8) => new(utf8.Span, Options);

    public static bool IsObject(ReadOnlyMemory<byte> utf8) => KindOf(utf8.Span) == JsonValueKind.Object;

    public static bool IsArray(ReadOnlyMemory<byte> utf8) => KindOf(utf8.Span) == JsonValueKind.Array;

    public static bool IsNull(ReadOnlyMemory<byte> utf8) => KindOf(utf8.Span) == JsonValueKind.Null;

    // Undefined: there is no value.
    public static JsonValueKind KindOf(ReadOnlySpan<byte> utf8)
    {
        var text = utf8.TrimStart(" \t\r\n"u8);
        return text.IsEmpty
            ? JsonValueKind.Undefined
            : text[0] switch
            {
                (byte)'{' => JsonValueKind.Object,
                (byte)'[' => JsonValueKind.Array,
                (byte)'"' => JsonValueKind.String,
                (byte)'t' => JsonValueKind.True,
                (byte)'f' => JsonValueKind.False,
                (byte)'n' => JsonValueKind.Null,
                _ => JsonValueKind.Number,
            };
    }

    public static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> utf8) => utf8.Trim(" \t\r\n"u8);

    public static List<ReadOnlyMemory<byte>> Elements(ReadOnlyMemory<byte> array)
    {
        var elements = new List<ReadOnlyMemory<byte>>();
        var reader = Reader(array);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            elements.Add(ValueAt(ref reader, array));

        return elements;
    }

    // The bytes of the value the reader stands on; it then stands on its last token.
    public static ReadOnlyMemory<byte> ValueAt(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return utf8[start..(int)reader.BytesConsumed];
    }

    public static string StringOf(ReadOnlyMemory<byte> utf8)
    {
        var reader = Reader(utf8);
        reader.Read();
        return reader.GetString()!;
    }

    // Kinds, and the digits of numbers; never what a text says: it may be a secret.
    public static string Describe(ReadOnlyMemory<byte> utf8) => KindOf(utf8.Span) switch
    {
        JsonValueKind.Undefined => "nothing",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Null => "null",
        JsonValueKind.Number => $"the number {System.Text.Encoding.UTF8.GetString(Trim(utf8).Span)}",
        var truth => truth == JsonValueKind.True ? "true" : "false",
    };
}
