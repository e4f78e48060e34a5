using System.Text;
using System.Text.Json;

namespace StatefulScheduler;

// A place in a JSON text, as people look for it: lines and columns (UTF-16 characters) from 1; line 0: there is no text.
// Found only when something is refused, so it may be slow.
internal readonly record struct JsonPlace(string Path, long Line, long Column)
{
    public static JsonPlace Nowhere => new("$", 0, 0);

    public static JsonPlace At(ReadOnlySpan<byte> utf8, int offset) => At(utf8, offset, PathTo(utf8, offset).ToString());

    public static JsonPlace At(ReadOnlySpan<byte> utf8, int offset, string path)
    {
        var before = utf8[..Math.Clamp(offset, 0, utf8.Length)];
        var line = before[(before.LastIndexOf((byte)'\n') + 1)..];
        return new(path, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(line) + 1);
    }

    // Where the reader gave up. It counts lines and bytes from 0.
    public static int OffsetOf(ReadOnlySpan<byte> utf8, JsonException refusal)
    {
        var start = 0;
        for (var line = refusal.LineNumber ?? 0; line > 0; line--)
            start += utf8[start..].IndexOf((byte)'\n') + 1;

        return (int)Math.Min(utf8.Length, start + (refusal.BytePositionInLine ?? 0));
    }

    private static JsonPath PathTo(ReadOnlySpan<byte> utf8, int offset)
    {
        var steps = new List<JsonStep?>();
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = utf8.Length + 1 });
        try
        {
            while (reader.Read() && !Follow(ref reader, steps, offset))
            {
            }
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // The text is refused already; the path goes as far as it can be read.
        }

        return new(steps.OfType<JsonStep>());
    }

    // One step for each open object (null until a name is read) or array; true once the place is reached.
    private static bool Follow(ref Utf8JsonReader reader, List<JsonStep?> steps, int offset)
    {
        if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            steps.RemoveAt(steps.Count - 1);
        else if (reader.TokenType is JsonTokenType.PropertyName)
            steps[^1] = new JsonStep(reader.GetString()!);

        if (reader.BytesConsumed > offset)
            return true;

        if (reader.TokenType is JsonTokenType.StartObject)
            steps.Add(null);
        else if (reader.TokenType is JsonTokenType.StartArray)
            steps.Add(new JsonStep(0));
        else if (reader.TokenType is not JsonTokenType.PropertyName && steps.Count > 0)
            steps[^1] = steps[^1] is { Name: null } step ? new JsonStep(step.Index + 1) : null;

        return false;
    }
}
