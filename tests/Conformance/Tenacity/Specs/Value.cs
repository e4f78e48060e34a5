using System.Globalization;
using System.Text.Json;

namespace StatefulScheduler.Conformance.Tenacity.Specs;

// A result of an attempt: null, a truth value, a text, a number; anything else as its JSON.
internal static class Value
{
    public static object? Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number when json.TryGetInt64(out var whole) => whole,
        JsonValueKind.Number => json.GetDouble(),
        _ => json.GetRawText(),
    };

    // 1, 1.0 and true are the same in Python.
    public static bool AreEqual(object? left, object? right) =>
        Number(left) is { } first && Number(right) is { } second ? first == second : Equals(left, right);

    public static double? Number(object? value) => value switch
    {
        bool truth => truth ? 1 : 0,
        IConvertible number and not string => number.ToDouble(CultureInfo.InvariantCulture),
        _ => null,
    };

    public static string Write(object? value) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        string text => $"'{text}'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
