using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace StatefulScheduler;

// From values to JSON text. The value's type may be anybody's code, so whatever it throws is a refusal of the value.
internal static class JsonWriting
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> State<T>(T value, JsonTypeInfo<T> json) =>
        JsonDoor.Check(Text(writer => JsonSerializer.Serialize(writer, value, json)), JsonDoor.State);

    public static ReadOnlyMemory<byte> State(object value, JsonTypeInfo json) =>
        JsonDoor.Check(Text(writer => JsonSerializer.Serialize(writer, value, json)), JsonDoor.State);

    // Only to be compared with, never to be stored.
    public static ReadOnlyMemory<byte> Unchecked<T>(T value, JsonTypeInfo<T> json) =>
        Text(writer => JsonSerializer.Serialize(writer, value, json));

    public static ReadOnlyMemory<byte> Value(object value, JsonTypeInfo json) =>
        JsonDoor.Check(Text(writer => JsonSerializer.Serialize(writer, value, json)), JsonDoor.Value);

    public static ReadOnlyMemory<byte> Value<T>(T value, JsonTypeInfo<T> json)
    {
        var text = Text(writer => JsonSerializer.Serialize(writer, value, json));
        return JsonText.IsObject(text) || JsonText.IsArray(text) ? JsonDoor.Check(text, JsonDoor.Value) : text;
    }

    private static byte[] Text(Action<Utf8JsonWriter> write)
    {
        var text = new ArrayBufferWriter<byte>(256);
        try
        {
            using var writer = new Utf8JsonWriter(text, Options);
            write(writer);
        }
        catch (Exception refusal) when (refusal is not OutOfMemoryException)
        {
            var path = refusal is JsonException json ? JsonPath.OfSerializer(json.Path).ToString() : "$";
            var why = refusal is JsonException complaint ? JsonDoor.Complaint(complaint) : refusal.Message;
            throw new JobStateException(
                new(path, 0, 0), "a value that JSON can hold", "one that it cannot", $"the value cannot be written as JSON: {why}", inner: refusal);
        }

        return text.WrittenSpan.ToArray();
    }
}
