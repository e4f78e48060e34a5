using System.Globalization;
using System.Text.Json;

namespace StatefulScheduler.Conformance.Apscheduler.Specs;

// A trigger as a user of APScheduler writes it: keyword arguments, numbers or texts.
internal readonly record struct Spec(JsonElement Json, int Version)
{
    public static Spec Of(Vector vector) =>
        new(vector.Json.GetProperty("spec"), vector.Json.TryGetProperty("v", out var version) ? version.GetInt32() : 3);

    public string Type => Text("type")!;

    public string? TimeZone => Text("timezone");

    // Version 3 says start_date, version 4 start_time.
    public string? Start => Text("start_date") ?? Text("start_time");

    public string? End => Text("end_date") ?? Text("end_time");

    public DateTimeOffset? StartsAt => Start is { } text ? DateText.Parse(text).In(TimeZone) : null;

    public DateTimeOffset? EndsAt => End is { } text ? DateText.Parse(text).In(TimeZone) : null;

    public bool EndsBeforeItStarts => StartsAt > EndsAt;

    // What a text says, or a number as it is written.
    public string? Text(string name) =>
        !Json.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.GetRawText();

    public decimal Number(string name) =>
        Text(name) is { } text ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : 0;

    public int Whole(string name) => (int)Number(name);

    public IReadOnlyList<Spec> Members()
    {
        var version = Version;
        return [.. Json.GetProperty("triggers").EnumerateArray().Select(member => new Spec(member, version))];
    }
}
