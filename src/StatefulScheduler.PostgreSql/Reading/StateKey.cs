using System.Globalization;
using System.Text.Json;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// What an index of a member of states holds, see json_key in PostgreSqlSchema. The path stands in the text, in the index's and in the query's alike, so that
// the planner sees that they are the same.
internal static class StateKey
{
    // Members of objects and elements of arrays alike: what the path means exactly, StateConditions says.
    public static string Of(string state, string path) =>
        $"(json_key(state_json({state}) #> {Sql.Literal(ArrayOf(StatePath.Parse(path)))}::text[]) COLLATE \"C\")";

    // A condition that the index answers and that lets through all that answers the filter, and a little more; null: there is none.
    public static string? Narrow(StateFilter filter, QueryValues values)
    {
        var (least, above) = RangeOf(filter.Value.Kind);
        return filter.Comparison switch
        {
            StateComparison.Equal when filter.Value.Kind != JsonValueKind.Undefined => $"{Of("j.state", filter.Path)} = {Wanted()}",
            StateComparison.LessThan or StateComparison.AtMost when least is not null => $"{Of("j.state", filter.Path)} >= '{least}' AND {Of("j.state", filter.Path)} <= {Wanted()}",
            StateComparison.MoreThan or StateComparison.AtLeast when least is not null => $"{Of("j.state", filter.Path)} >= {Wanted()} AND {Of("j.state", filter.Path)} < '{above}'",
            _ => null,
        };

        string Wanted() => $"json_key(state_json({values.Add(filter.Value.ToString())}))";
    }

    // The keys of one type of values: from the first on, to before the second.
    private static (string? Least, string? Above) RangeOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Number => ("1", "2"),
        JsonValueKind.String => ("s", "t"),
        _ => (null, null),
    };

    // As PostgreSQL writes arrays.
    private static string ArrayOf(IEnumerable<PathStep> steps) =>
        $"{{{string.Join(',', steps.Select(step => $"\"{NameOf(step).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""))}}}";

    // A step as the operator #> takes it. U+0000 becomes what state_json makes of it.
    public static string NameOf(PathStep step) => Sql.Storable(step.Name ?? step.Index.ToString(CultureInfo.InvariantCulture));
}
