using System.Text.Json;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// Queries in PostgreSQL's words. A state is parsed once for all conditions of a query; those on indexed members are put to the index before.
internal sealed class PostgreSqlDialect(IEnumerable<string> indexed) : IQueryDialect
{
    // By what is in them: one member can be written in several ways.
    private readonly HashSet<string> indexed = indexed.Select(Key).ToHashSet(StringComparer.Ordinal);

    string IQueryDialect.Key => "p.key";

    public char ParameterSign => '$';

    public IEnumerable<string> Conditions(IReadOnlyList<StateFilter> filters, QueryValues values)
    {
        foreach (var filter in filters.Where(filter => indexed.Contains(Key(filter.Path))))
        {
            if (StateKey.Narrow(filter, values) is { } narrow)
                yield return narrow;
        }

        // OFFSET 0: the planner does not copy what is inside to each place where it is used.
        if (filters.Count > 0)
            yield return $"(SELECT {string.Join(" AND ", filters.Select(filter => Condition(filter, values)))} FROM (SELECT state_json(j.state) AS json OFFSET 0) AS s)";
    }

    private static string Key(string path) => StateKey.Of("j.state", path);

    private static string Condition(StateFilter filter, QueryValues values)
    {
        var found = new FoundValue(filter.Path, values);
        return filter.Comparison switch
        {
            StateComparison.Exists => found.IsThere,
            StateComparison.Missing => $"NOT {found.IsThere}",
            StateComparison.Equal => Equal(filter.Value, found, values),
            StateComparison.NotEqual => $"NOT coalesce({Equal(filter.Value, found, values)}, false)",
            StateComparison.Contains => filter.Value.Kind == JsonValueKind.String ? $"({found.Is("string")} AND strpos({found.Text} COLLATE \"C\", {Text(filter.Value, values)}) > 0)" : "false",
            StateComparison.LessThan => Ordered(filter.Value, found, "<", values),
            StateComparison.AtMost => Ordered(filter.Value, found, "<=", values),
            StateComparison.MoreThan => Ordered(filter.Value, found, ">", values),
            StateComparison.AtLeast => Ordered(filter.Value, found, ">=", values),
            _ => throw new ArgumentException($"{filter.Comparison} is no comparison.", nameof(filter)),
        };
    }

    // In objects and arrays 1.0 is not 1, as everywhere in states; their texts, which jsonb writes in one way, tell it. It does not tell 1e1 from 10.
    private static string Equal(JobValue wanted, FoundValue found, QueryValues values) => wanted.Kind switch
    {
        JsonValueKind.Undefined => "false",
        JsonValueKind.Object or JsonValueKind.Array => $"({found.Guards}{found.Json}::text = {Json(wanted, values)}::text)",
        _ => $"({found.Guards}{found.Json} = {Json(wanted, values)})",
    };

    // Numbers with numbers, texts with texts, byte by byte; anything else is not comparable, and no job answers.
    private static string Ordered(JobValue wanted, FoundValue found, string sign, QueryValues values) => wanted.Kind switch
    {
        JsonValueKind.Number => $"({found.Is("number")} AND {found.Json} {sign} {Json(wanted, values)})",
        JsonValueKind.String => $"({found.Is("string")} AND {found.Text} COLLATE \"C\" {sign} {Text(wanted, values)})",
        _ => "false",
    };

    // Read as states are: what jsonb cannot hold is nothing that a state could be equal to.
    private static string Json(JobValue wanted, QueryValues values) => $"state_json({values.Add(wanted.ToString())})";

    private static string Text(JobValue wanted, QueryValues values) => $"({Json(wanted, values)} #>> '{{}}')";
}

// Where a path leads in the state s.json. To the operator #>, '0' is a member of an object and an element of an array alike; to a path it is one of them.
internal sealed class FoundValue
{
    public FoundValue(string path, QueryValues values)
    {
        var steps = StatePath.Parse(path);
        Json = At(steps, values);
        var doubtful = Enumerable.Range(0, steps.Count).Where(index => steps[index].Name is not { } name || (index > 0 && LooksLikeAnIndex(name)));
        Guards = string.Concat(doubtful.Select(index =>
            $"jsonb_typeof({At(steps.Take(index), values)}) = '{(steps[index].Name is null ? "array" : "object")}' AND "));
    }

    // The value; NULL: nothing is there.
    public string Json { get; }

    // To be written before a condition on the value; what they say is often nothing.
    public string Guards { get; }

    public string Text => $"({Json} #>> '{{}}')";

    public string IsThere => $"coalesce({Guards}{Json} IS NOT NULL, false)";

    public string Is(string type) => $"{Guards}jsonb_typeof({Json}) = '{type}'";

    private static string At(IEnumerable<PathStep> steps, QueryValues values) => $"(s.json #> {values.Add(steps.Select(StateKey.NameOf).ToArray())})";

    // To the server: with a sign and blanks too.
    private static bool LooksLikeAnIndex(string name) => name.Length > 0 && name.All(character => char.IsAsciiDigit(character) || character is '+' or '-' || char.IsWhiteSpace(character));
}
