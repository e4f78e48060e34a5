using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace StatefulScheduler;

// What every JSON text passes once, before it is believed.
internal static class JsonDoor
{
    public const int MaxDepth = 64;
    public const string State = "a JSON object";
    public const string Value = "a JSON value";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] Encode(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return Strict.GetBytes(json);
        }
        catch (EncoderFallbackException half)
        {
            // The text up to there is whole, so the place can be found in its bytes.
            var before = Encoding.UTF8.GetBytes(json[..half.Index]);
            throw new JobStateException(JsonPlace.At(before, before.Length), "Unicode text", "half a surrogate pair", inner: half);
        }
    }

    // Gives the text back when it is legal, and `expected` (State or Value).
    public static ReadOnlyMemory<byte> Check(ReadOnlyMemory<byte> utf8, string expected)
    {
        var text = utf8.Span;
        CheckBytes(text);
        Walk(text, mustBeObject: expected == State);
        return utf8;
    }

    public static JobState CheckSize(JobState state, int maxBytes) =>
        state.Utf8.Length <= maxBytes
            ? state
            : throw TooLarge(Bytes(state.Utf8.Length), Bytes(maxBytes));

    // What the serialiser found to complain about, without the position that we give ourselves.
    public static string Complaint(JsonException malformed) =>
        malformed.Message.Split([" LineNumber:", " Path:"], StringSplitOptions.None)[0];

    private static JobStateException TooLarge(string size, string limit) =>
        new(JsonPlace.Nowhere, $"at most {limit}", size, $"the state is too large: {size}, and the limit is {limit}",
            "Keep what is large elsewhere and a reference to it in the state, or raise the scheduler's limit.");

    private static string Bytes(int count) => count.ToString("N0", CultureInfo.InvariantCulture) + " bytes";

    private static void CheckBytes(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith(Encoding.UTF8.Preamble))
            throw Refusal(text, 0, "JSON text", "a byte order mark", advice: "Cut its three bytes off.");

        if (!Utf8.IsValid(text))
            throw Refusal(text, FirstInvalid(text), "UTF-8", "a byte that is not");
    }

    private static void Walk(ReadOnlySpan<byte> text, bool mustBeObject)
    {
        // One level more than allowed, so that the refusal is ours and says where.
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth + 1 });
        var names = new JsonNames(text);
        try
        {
            while (reader.Read())
            {
                if (mustBeObject && reader.TokenType is not JsonTokenType.StartObject)
                    throw NoObject(text, (int)reader.TokenStartIndex);
                mustBeObject = false;
                Step(ref reader, text, ref names);
            }
        }
        catch (JsonException malformed)
        {
            var offset = JsonPlace.OffsetOf(text, malformed);
            throw Refusal(text, offset, "JSON", CharacterAt(text, offset), $"malformed JSON: {Complaint(malformed)}", inner: malformed);
        }
    }

    private static void Step(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, ref JsonNames names)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth >= MaxDepth:
                throw Refusal(text, (int)reader.TokenStartIndex, $"at most {MaxDepth} levels", "one more", $"nested over {MaxDepth} levels");
            case JsonTokenType.StartObject:
                names.Open();
                break;
            case JsonTokenType.EndObject:
                names.Close();
                break;
            case JsonTokenType.PropertyName:
                CheckText(ref reader, text);
                if (!names.Add((int)reader.TokenStartIndex, reader.ValueSpan.Length + 2))
                    throw Twice(text, (int)reader.TokenStartIndex, reader.GetString()!);
                break;
            case JsonTokenType.String:
                CheckText(ref reader, text);
                break;
        }
    }

    // An escape can name half a character, which no string can hold.
    private static void CheckText(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        if (!reader.ValueIsEscaped)
            return;

        try
        {
            reader.GetString();
        }
        catch (InvalidOperationException half)
        {
            throw Refusal(text, (int)reader.TokenStartIndex, "Unicode text", @"half a surrogate pair (\ud800 to \udfff alone)", inner: half);
        }
    }

    private static JobStateException Twice(ReadOnlySpan<byte> text, int offset, string name) =>
        Refusal(text, offset, "each name once", $"'{name}' again", $"the member '{name}' is there twice");

    private static JobStateException NoObject(ReadOnlySpan<byte> text, int offset)
    {
        var found = JsonText.Describe(text[offset..].ToArray());
        return Refusal(text, offset, State, found, $"state must be a JSON object, got {found}", "Put the value into a member: {\"value\": …}.");
    }

    private static JobStateException Refusal(
        ReadOnlySpan<byte> text, int offset, string expected, string found, string? what = null, string? advice = null, Exception? inner = null) =>
        new(JsonPlace.At(text, offset), expected, found, what, advice, inner);

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(text[offset..], out _, out var consumed) == System.Buffers.OperationStatus.Done)
            offset += consumed;

        return offset;
    }

    private static string CharacterAt(ReadOnlySpan<byte> text, int offset) =>
        Rune.DecodeFromUtf8(text[offset..], out var character, out _) == System.Buffers.OperationStatus.Done
            ? $"'{character}'"
            : "the end of the text";
}
