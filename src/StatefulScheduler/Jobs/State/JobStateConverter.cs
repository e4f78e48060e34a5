using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StatefulScheduler;

// A state inside somebody's type, or in a web request: its bytes, untouched.
internal sealed class JobStateConverter : JsonConverter<JobState>
{
    public override JobState Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(RawJson.Read(ref reader, JsonDoor.State), null);

    public override void Write(Utf8JsonWriter writer, JobState value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
}

internal sealed class JobValueConverter : JsonConverter<JobValue>
{
    public override bool HandleNull => true;

    public override JobValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(RawJson.Read(ref reader, JsonDoor.Value), null);

    // JSON has no word for "no value": it is written as null.
    public override void Write(Utf8JsonWriter writer, JobValue value, JsonSerializerOptions options)
    {
        if (value.Kind == JsonValueKind.Undefined)
            writer.WriteNullValue();
        else
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}

internal static class RawJson
{
    public static ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, string expected)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        try
        {
            return JsonDoor.Check(JsonMarshal.GetRawUtf8Value(document.RootElement).ToArray(), expected);
        }
        catch (JobStateException refusal)
        {
            // The serialiser adds the path to exceptions of its own kind alone.
            throw new JsonException(refusal.Message, refusal);
        }
    }
}
