using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace StatefulScheduler;

/// <summary>Writes triggers as JSON and reads them back; the same trigger always writes the same bytes.</summary>
public sealed class TriggerJsonConverter : JsonConverter<Trigger>
{
    /// <summary>Creates a converter for the triggers of this library.</summary>
    public TriggerJsonConverter()
        : this(new Dictionary<string, JsonTypeInfo>())
    {
    }

    /// <summary>Creates a converter that knows triggers of your own as well.</summary>
    /// <param name="customKinds">Their kinds and how their type is written.</param>
    public TriggerJsonConverter(IReadOnlyDictionary<string, JsonTypeInfo> customKinds) => ArgumentNullException.ThrowIfNull(customKinds);

    /// <inheritdoc/>
    public override Trigger Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Trigger value, JsonSerializerOptions options) => throw new NotImplementedException();
}
