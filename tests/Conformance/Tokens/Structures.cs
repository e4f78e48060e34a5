using System.Text.Json;
using System.Text.Json.Nodes;

namespace StatefulScheduler.Conformance.Tokens;

// Makes one vector of each test of a file, with what the file says for all of them beside it.
internal static class Structures
{
    public static IEnumerable<Vector> Tests(JsonElement file) => Each(file, "tests");

    public static IEnumerable<Vector> Scenarios(JsonElement file) => Each(file, "scenarios");

    public static IEnumerable<Vector> Keys(JsonElement file) => Each(file, "thumbprints").Concat(Each(file, "imports"));

    public static IEnumerable<Vector> HostileTokens(JsonElement file) => Each(file, "tests").Select(test =>
        With(test, ("now", file.GetProperty("now")), ("rules", file.GetProperty("profiles").GetProperty(test.Text("profile")))));

    public static IEnumerable<Vector> Signatures(JsonElement file) =>
        from @group in file.GetProperty("groups").EnumerateArray()
        from test in Each(@group, "tests")
        select With(test, ("keys", @group.GetProperty("keys")), ("algorithms", @group.GetProperty("algorithms")));

    // Hashes of schemes; what a context did with each of its hashes; edge cases, named by what was tried.
    public static IEnumerable<Vector> PasswordHashes(JsonElement file) =>
        Each(file, "tests").Concat(Contexts(file)).Concat(file.GetProperty("edge").EnumerateArray().Select(edge => new Vector($"edge {edge.GetProperty("op").GetString()}", edge)));

    private static IEnumerable<Vector> Contexts(JsonElement file) =>
        from context in file.GetProperty("contexts").EnumerateArray()
        from result in context.GetProperty("results").EnumerateObject()
        select With(
            new($"{context.GetProperty("id").GetString()} {result.Name}", context),
            ("hash", file.GetProperty("hashes").GetProperty(result.Name)),
            ("result", result.Value));

    private static IEnumerable<Vector> Each(JsonElement parent, string list) =>
        parent.GetProperty(list).EnumerateArray().Select(test => new Vector(test.GetProperty("id").GetString()!, test));

    private static Vector With(Vector vector, params ReadOnlySpan<(string Name, JsonElement Value)> members)
    {
        var json = JsonObject.Create(vector.Json)!;
        foreach (var (name, value) in members)
            json[name] = JsonNode.Parse(value.GetRawText());
        return vector with { Json = JsonSerializer.SerializeToElement(json) };
    }
}
