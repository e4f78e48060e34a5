using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StatefulScheduler.Tokens;

// Values of claims as JSON, without reflection: types that have no one form in a token are refused.
internal static class ClaimWriter
{
    private const int MaxDepth = 16;

    public static void WriteMember(Utf8JsonWriter writer, string name, object? value)
    {
        writer.WritePropertyName(WholeText.Check(name, nameof(name)));
        Write(writer, name, value, depth: 0);
    }

    private static void Write(Utf8JsonWriter writer, string name, object? value, int depth)
    {
        if (depth > MaxDepth)
            throw new ArgumentException($"The claim '{name}' is deeper than {MaxDepth} lists and dictionaries, or contains itself.", nameof(value));
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(WholeText.Check(text, name)); break;
            case bool truth: writer.WriteBooleanValue(truth); break;
            case JsonElement element: element.WriteTo(writer); break;
            case JsonNode node: node.WriteTo(writer); break;
            case Guid guid: writer.WriteStringValue(guid); break;
            case DateTimeOffset at: writer.WriteNumberValue(at.ToUnixTimeSeconds()); break;
            case DateTime at: writer.WriteNumberValue(new DateTimeOffset(Checked(name, at)).ToUnixTimeSeconds()); break;
            case IEnumerable<KeyValuePair<string, object?>> members: WriteObject(writer, name, members, depth); break;
            case IEnumerable list: WriteList(writer, name, list, depth); break;
            default: WriteNumber(writer, name, value); break;
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, object value)
    {
        switch (value)
        {
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case uint number: writer.WriteNumberValue(number); break;
            case ulong number: writer.WriteNumberValue(number); break;
            case short or ushort or byte or sbyte: writer.WriteNumberValue(Convert.ToInt32(value, null)); break;
            case decimal number: writer.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): writer.WriteNumberValue(number); break;
            case float number when float.IsFinite(number): writer.WriteNumberValue(number); break;
            default: throw new ArgumentException($"The claim '{name}' is a {value.GetType()} without a form in JSON: use texts, finite numbers, truth values, times, lists, dictionaries or JsonNode.", nameof(value));
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, string name, IEnumerable<KeyValuePair<string, object?>> members, int depth)
    {
        writer.WriteStartObject();
        foreach (var (key, member) in members)
        {
            writer.WritePropertyName(WholeText.Check(key, name));
            Write(writer, name, member, depth + 1);
        }

        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IEnumerable list, int depth)
    {
        writer.WriteStartArray();
        foreach (var entry in list)
            Write(writer, name, entry, depth + 1);
        writer.WriteEndArray();
    }

    // A time without a zone would be taken for the time of whatever machine this is.
    private static DateTime Checked(string name, DateTime at) =>
        at.Kind != DateTimeKind.Unspecified ? at : throw new ArgumentException($"The claim '{name}' is a DateTime that does not say whether it is UTC or local: use a DateTimeOffset.", nameof(at));
}
