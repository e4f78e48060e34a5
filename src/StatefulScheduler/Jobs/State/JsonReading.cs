using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace StatefulScheduler;

// From JSON text to values, and the refusals that say which piece of the text did not fit.
internal static class JsonReading
{
    // Empty: nothing is there. A path through something that cannot have such a part is an error, not absence.
    public static ReadOnlyMemory<byte> Find(ReadOnlyMemory<byte> utf8, JsonPath path)
    {
        var there = path.Follow(utf8, out var reached);
        if (reached == path.Length)
            return there;

        var needed = path[reached].Name is null ? JsonValueKind.Array : JsonValueKind.Object;
        return JsonText.KindOf(there.Span) is var kind && (kind == needed || kind == JsonValueKind.Null)
            ? default
            : throw new JobStateException(
                PlaceOf(there, utf8, path.Take(reached)), needed == JsonValueKind.Array ? "an array" : "an object",
                JsonText.Describe(there), advice: $"{path} leads through it.");
    }

    public static T Read<T>(ReadOnlyMemory<byte> found, JobState whole, JsonPath path, JsonTypeInfo<T> json)
    {
        if (typeof(T) == typeof(JobValue))
            return (T)(object)new JobValue(found, whole.Json);
        if (typeof(T) == typeof(JobState) && JsonText.IsObject(found))
            return (T)(object)whole.With(found);

        return Read(found, whole.Utf8, path, json);
    }

    public static T Read<T>(JobValue value, JsonTypeInfo<T> json)
    {
        if (typeof(T) == typeof(JobValue))
            return (T)(object)value;
        if (typeof(T) == typeof(JobState) && value.Kind == JsonValueKind.Object)
            return (T)(object)new JobState(value.Utf8, value.Json);
        if (value.Kind == JsonValueKind.Undefined)
            throw new JobStateException(JsonPlace.Nowhere, TypeNames.Of(typeof(T)), "nothing", "there is no value");

        return Read(value.Utf8, value.Utf8, JsonPath.Root, json);
    }

    public static JobStateException Missing<T>(JobState whole, JsonPath path)
    {
        var there = path.Follow(whole.Utf8, out var reached);
        var has = JsonText.IsObject(there) ? JsonMembers.Read(there).Names() : null;
        var (_, line, column) = PlaceOf(there, whole.Utf8, path.Take(reached));
        return new(new(path.ToString(), line, column), TypeNames.Of(typeof(T)), "nothing", advice: has);
    }

    public static JsonPlace PlaceOf(ReadOnlyMemory<byte> there, ReadOnlyMemory<byte> whole, JsonPath path) =>
        whole.Span.Overlaps(there.Span, out var offset)
            ? JsonPlace.At(whole.Span, offset + there.Length - there.Span.TrimStart(" \t\r\n"u8).Length, path.ToString())
            : JsonPlace.Nowhere with { Path = path.ToString() };

    private static T Read<T>(ReadOnlyMemory<byte> found, ReadOnlyMemory<byte> whole, JsonPath path, JsonTypeInfo<T> json)
    {
        try
        {
            return JsonSerializer.Deserialize(found.Span, json)!;
        }
        catch (Exception refusal) when (refusal is not OutOfMemoryException)
        {
            // Constructors and converters of the type run in there; whatever they throw says that the text does not fit.
            throw Misfit(refusal, found, whole, path, json);
        }
    }

    private static JobStateException Misfit(
        Exception refusal, ReadOnlyMemory<byte> found, ReadOnlyMemory<byte> whole, JsonPath path, JsonTypeInfo json)
    {
        var inside = JsonPath.OfSerializer((refusal as JsonException)?.Path);
        var there = inside.Follow(found, out var reached);
        var place = PlaceOf(there, whole, path.Then(inside.Take(reached)));
        var why = refusal is JsonException complaint ? JsonDoor.Complaint(complaint) : refusal.Message;
        var isPlain = why.StartsWith("The JSON value could not be converted", StringComparison.Ordinal);
        return new(
            place, TypeNames.Of(TypeAt(json, inside.Take(reached))), JsonText.Describe(there),
            advice: isPlain ? null : why, inner: refusal);
    }

    // The type that the serialiser wanted at that place; the last one known where it cannot be seen.
    private static Type TypeAt(JsonTypeInfo json, JsonPath path)
    {
        for (var step = 0; step < path.Length; step++)
        {
            var type = json.ElementType ?? json.Properties.FirstOrDefault(property => property.Name == path[step].Name)?.PropertyType;
            if (type is null || !json.Options.TryGetTypeInfo(type, out var next))
                return type ?? json.Type;
            json = next;
        }

        return json.Type;
    }
}
