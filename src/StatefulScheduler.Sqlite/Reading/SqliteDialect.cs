using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.Sqlite;

// Queries in SQLite's words. A path becomes $."order"."items"[0]."odd name".
internal sealed class SqliteDialect : IQueryDialect
{
    // A function of ours: whether two JSON values are the same whatever the order of their members. See StoreReader.
    public const string SameValue = "sts_same_value";

    private SqliteDialect()
    {
    }

    public static SqliteDialect Instance { get; } = new();

    public string Key => "j.key";

    public char ParameterSign => '?';

    public IEnumerable<string> Conditions(IReadOnlyList<StateFilter> filters, QueryValues values) => filters.Select(filter => Condition(filter, values));

    private static string Condition(StateFilter filter, QueryValues values)
    {
        var path = values.Add(PathOf(filter.Path));
        var (type, value) = ($"json_type(j.state, {path})", $"json_extract(j.state, {path})");
        return filter.Comparison switch
        {
            StateComparison.Exists => $"{type} IS NOT NULL",
            StateComparison.Missing => $"{type} IS NULL",
            StateComparison.Equal => Equal(filter, path, type, value, values),
            StateComparison.NotEqual => $"NOT coalesce({Equal(filter, path, type, value, values)}, 0)",
            StateComparison.Contains => filter.Value.Kind == JsonValueKind.String ? $"({type} = 'text' AND instr({value}, {values.Add(filter.Value.As<string>())}) > 0)" : Never(type),
            StateComparison.LessThan => Ordered(filter, type, value, "<", values),
            StateComparison.AtMost => Ordered(filter, type, value, "<=", values),
            StateComparison.MoreThan => Ordered(filter, type, value, ">", values),
            StateComparison.AtLeast => Ordered(filter, type, value, ">=", values),
            _ => throw new ArgumentException($"{filter.Comparison} is no comparison.", nameof(filter)),
        };
    }

    private static string Equal(StateFilter filter, string path, string type, string value, QueryValues values) => filter.Value.Kind switch
    {
        JsonValueKind.True => $"{type} = 'true'",
        JsonValueKind.False => $"{type} = 'false'",
        JsonValueKind.Null => $"{type} = 'null'",
        JsonValueKind.Object => $"({type} = 'object' AND {SameValue}(j.state -> {path}, {values.Add(filter.Value.ToString())}))",
        JsonValueKind.Array => $"({type} = 'array' AND {SameValue}(j.state -> {path}, {values.Add(filter.Value.ToString())}))",
        _ => Ordered(filter, type, value, "=", values),
    };

    // Numbers with numbers, texts with texts; anything else is not comparable, and no job answers.
    private static string Ordered(StateFilter filter, string type, string value, string sign, QueryValues values) => filter.Value.Kind switch
    {
        JsonValueKind.Number => $"({type} IN ('integer', 'real') AND {value} {sign} {values.Add(Number(filter.Value.ToString()))})",
        JsonValueKind.String => $"({type} = 'text' AND {value} {sign} {values.Add(filter.Value.As<string>())})",
        _ => Never(type),
    };

    // A parameter that the text does not name could not be bound.
    private static string Never(string type) => $"({type} IS NULL AND 0)";

    private static object Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? (object)whole : double.Parse(text, CultureInfo.InvariantCulture);

    private static string PathOf(string path)
    {
        var sql = new StringBuilder("$");
        foreach (var step in StatePath.Parse(path))
        {
            // SQLite compares what the names say, whatever escapes either side uses.
            if (step.Name is { } name)
                sql.Append(".\"").Append(JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString()).Append('"');
            else
                sql.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
        }

        return sql.ToString();
    }
}
