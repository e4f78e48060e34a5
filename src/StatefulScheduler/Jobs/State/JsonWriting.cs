using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace StatefulScheduler;

// From values to JSON text. The value's type may be anybody's code, so whatever it throws is a refusal of the value.
internal static class JsonWriting
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // One writer for each thread; taken while in use, since a converter may write a state inside a state.
    [ThreadStatic]
    private static Scratch? scratch;

    public static ReadOnlyMemory<byte> State<T>(T value, JsonTypeInfo<T> json) => JsonDoor.Check(Text(value, json), JsonDoor.State);

    public static ReadOnlyMemory<byte> State(object value, JsonTypeInfo json) => JsonDoor.Check(Text(value, json), JsonDoor.State);

    // Only to be compared with, never to be stored.
    public static ReadOnlyMemory<byte> Unchecked<T>(T value, JsonTypeInfo<T> json) => Text(value, json);

    public static ReadOnlyMemory<byte> Value(object value, JsonTypeInfo json) => JsonDoor.Check(Text(value, json), JsonDoor.Value);

    public static ReadOnlyMemory<byte> Value<T>(T value, JsonTypeInfo<T> json)
    {
        var text = Text(value, json);
        return JsonText.IsObject(text) || JsonText.IsArray(text) ? JsonDoor.Check(text, JsonDoor.Value) : text;
    }

    // Gives `same` back when the value is written as that: no text is made then.
    public static ReadOnlyMemory<byte> State<T>(T value, JsonTypeInfo<T> json, ReadOnlyMemory<byte> same)
    {
        var text = Text(value, json, same);
        return text.Equals(same) ? same : JsonDoor.Check(text, JsonDoor.State);
    }

    private static ReadOnlyMemory<byte> Text<T>(T value, JsonTypeInfo json, ReadOnlyMemory<byte> same = default)
    {
        var room = scratch ?? new Scratch();
        scratch = null;
        try
        {
            room.Writer.Reset(room.Text);
            if (json is JsonTypeInfo<T> typed)
                JsonSerializer.Serialize(room.Writer, value, typed);
            else
                JsonSerializer.Serialize(room.Writer, value, json);
            room.Writer.Flush();
            return !same.IsEmpty && room.Text.WrittenSpan.SequenceEqual(same.Span) ? same : room.Text.WrittenSpan.ToArray();
        }
        catch (Exception refusal) when (refusal is not OutOfMemoryException)
        {
            var path = refusal is JsonException malformed ? JsonPath.OfSerializer(malformed.Path).ToString() : "$";
            var why = refusal is JsonException complaint ? JsonDoor.Complaint(complaint) : refusal.Message;
            throw new JobStateException(
                new(path, 0, 0), "a value that JSON can hold", "one that it cannot", $"the value cannot be written as JSON: {why}", inner: refusal);
        }
        finally
        {
            room.Text.ResetWrittenCount();
            if (room.Text.Capacity <= Scratch.Kept)
                scratch = room;
        }
    }

    private sealed class Scratch
    {
        public const int Kept = 64 * 1024;

        public Scratch() => Writer = new Utf8JsonWriter(Text, Options);

        public ArrayBufferWriter<byte> Text { get; } = new(256);

        public Utf8JsonWriter Writer { get; }
    }
}
