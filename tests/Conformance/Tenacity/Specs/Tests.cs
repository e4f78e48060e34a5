using System.Text.Json;

namespace StatefulScheduler.Conformance.Tenacity.Specs;

// The tests that the vectors name by `op`: code that a user would write.
internal static class Tests
{
    public static bool Holds(JsonElement test, Exception exception) => test.GetProperty("op").GetString() switch
    {
        "message_contains" => exception.Message.Contains(test.GetProperty("value").GetString()!, StringComparison.Ordinal),
        "type" => Failure.TypeOf(test.GetProperty("value").GetString()!).IsInstanceOfType(exception),
        "true" => true,
        "false" => false,
        var op => throw new JsonException($"There is no test of exceptions '{op}'."),
    };

    public static bool Holds(JsonElement test, object? result) => test.GetProperty("op").GetString() switch
    {
        "eq" => Value.AreEqual(result, Operand(test)),
        "ne" => !Value.AreEqual(result, Operand(test)),
        "lt" => Value.Number(result) < Value.Number(Operand(test)),
        "gt" => Value.Number(result) > Value.Number(Operand(test)),
        "in" => test.GetProperty("values").EnumerateArray().Any(value => Value.AreEqual(result, Value.Read(value))),
        "null" => result is null,
        "true" => true,
        "false" => false,
        var op => throw new JsonException($"There is no test of results '{op}'."),
    };

    private static object? Operand(JsonElement test) => Value.Read(test.GetProperty("value"));
}
