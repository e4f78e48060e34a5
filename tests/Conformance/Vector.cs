using System.Text.Json;

namespace StatefulScheduler.Conformance;

// One case: where it is found (an id, else file:line), and its text.
internal sealed record Vector(string Id, JsonElement Json)
{
    private const int SummaryLength = 240;

    public string Summary
    {
        get
        {
            var text = Json.GetRawText();
            return text.Length <= SummaryLength ? text : text[..SummaryLength] + "…";
        }
    }

    public string Text(string property) =>
        Json.GetProperty(property).GetString() ?? throw new JsonException($"'{property}' is null, but must be a text.");

    public string? TextOrNull(string property) =>
        Json.TryGetProperty(property, out var value) ? value.GetString() : null;

    public bool Flag(string property) => Json.TryGetProperty(property, out var value) && value.GetBoolean();

    public bool Has(string property) => Json.TryGetProperty(property, out _);

    // Stands for a file that has no case that could be read.
    public static Vector OfFile(string path) => new(Path.GetFileName(path), Parse("{}"));

    // A .json file is one array of cases with ids, or an object that has it as its `cases`; a .jsonl file has a case on each line.
    public static IEnumerable<Vector> Read(string path) =>
        Path.GetExtension(path) == ".jsonl" ? ReadLines(path) : ReadArray(path);

    private static IEnumerable<Vector> ReadLines(string path) =>
        File.ReadLines(path)
            .Select((line, index) => (line, id: $"{Path.GetFileName(path)}:{index + 1}"))
            .Where(row => row.line.Length > 0)
            .Select(row => new Vector(row.id, Parse(row.line)));

    private static IEnumerable<Vector> ReadArray(string path) =>
        CasesIn(Parse(File.ReadAllText(path))).EnumerateArray().Select(json => new Vector(json.GetProperty("id").GetString()!, json));

    private static JsonElement CasesIn(JsonElement file) => file.ValueKind == JsonValueKind.Object ? file.GetProperty("cases") : file;

    public static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
