using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace StatefulScheduler;

/// <summary>Writes triggers as JSON and reads them back; equal triggers always write the same bytes.</summary>
/// <remarks>
/// A trigger is an object whose <c>kind</c> is one of <c>now</c>, <c>never</c>, <c>at</c>, <c>every</c>, <c>afterEachRun</c>,
/// <c>cron</c>, <c>cronFields</c>, <c>calendar</c>, <c>or</c>, <c>and</c>, <c>except</c>, <c>jitter</c>, <c>window</c>, or a
/// kind of your own, which stands beside its <c>value</c>. Instants are written in UTC. Members may come in any order; one that is not known is refused, since leaving it out would change the meaning.
/// Instances are immutable and safe to share between threads. No reflection is used.
/// </remarks>
public sealed class TriggerJsonConverter : JsonConverter<Trigger>
{
    private readonly IReadOnlyDictionary<string, JsonTypeInfo> _customKinds;

    /// <summary>Creates a converter for the triggers of this library.</summary>
    public TriggerJsonConverter()
        : this(new Dictionary<string, JsonTypeInfo>())
    {
    }

    /// <summary>Creates a converter that knows triggers of your own as well.</summary>
    /// <param name="customKinds">By kind, how each type of trigger is written. A kind is stored for good: choose a name, not a type name.</param>
    /// <exception cref="ArgumentException">A kind is empty or one of this library's, a type is no trigger, or a type has two kinds.</exception>
    public TriggerJsonConverter(IReadOnlyDictionary<string, JsonTypeInfo> customKinds)
    {
        ArgumentNullException.ThrowIfNull(customKinds);

        var types = new HashSet<Type>();
        foreach (var (kind, json) in customKinds)
        {
            if (string.IsNullOrWhiteSpace(kind) || TriggerJson.Kinds.Contains(kind))
                throw new ArgumentException(
                    $"The kind '{kind}' cannot be given to {json.Type}: it must not be empty or one of {string.Join(", ", TriggerJson.Kinds)}.",
                    nameof(customKinds));
            if (!json.Type.IsSubclassOf(typeof(Trigger)))
                throw new ArgumentException($"The kind '{kind}' is given to {json.Type}, which does not derive from {nameof(Trigger)}.", nameof(customKinds));
            if (!types.Add(json.Type))
                throw new ArgumentException($"{json.Type} has more than one kind; which one to write could not be told.", nameof(customKinds));
        }
        _customKinds = new Dictionary<string, JsonTypeInfo>(customKinds, StringComparer.Ordinal);
    }

    /// <summary>Reads a trigger.</summary>
    /// <param name="reader">The reader, at the beginning of the trigger.</param>
    /// <param name="typeToConvert">Not used.</param>
    /// <param name="options">Not used.</param>
    /// <returns>The trigger.</returns>
    /// <exception cref="JsonException">
    /// The kind is not known, a member is missing, unknown or of the wrong form, or a value is refused, such as a time zone
    /// that this machine does not have; the inner exception says which.
    /// </exception>
    public override Trigger Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // Read whole: a store may hand the members back in an order of its own, the kind last.
        using var document = JsonDocument.ParseValue(ref reader);
        return new TriggerJsonReader(_customKinds).Read(document.RootElement);
    }

    /// <summary>Writes a trigger.</summary>
    /// <param name="writer">Where it is written.</param>
    /// <param name="value">The trigger.</param>
    /// <param name="options">Not used.</param>
    /// <exception cref="JsonException">The trigger is not of this library and has no kind, or it is nested deeper than JSON can be read back.</exception>
    public override void Write(Utf8JsonWriter writer, Trigger value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        new TriggerJsonWriter(writer, _customKinds).Write(value);
    }
}
