using System.Globalization;
using System.Text;
using System.Text.Json;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.Sqlite;

// A query as SQL: conditions, order and page. Values are parameters, in the order in which the text names them.
internal sealed class QuerySql
{
    // A function of ours: whether two JSON values are the same whatever the order of their members. See StoreReader.
    public const string SameValue = "sts_same_value";

    private readonly StringBuilder where = new();
    private readonly List<object> values = [];

    private QuerySql(JobQuery query)
    {
        Query = query;
        AddIds(query.IdPrefix);
        if (query.Handler is { } handler)
            And($"j.lane IN (SELECT id FROM lane WHERE handler = {Value(handler)})");
        foreach (var tag in query.Tags)
            And($"EXISTS (SELECT 1 FROM job_tag t WHERE t.tag = {Value(tag)} AND t.job = j.id)");
        if (query.Statuses.Count > 0)
            And($"j.status IN ({string.Join(", ", query.Statuses.Select(status => Value((long)status)))})");
        if (query.NextFireFrom is { } from)
            And($"j.next_fire >= {Value(from.UtcTicks)}");
        if (query.NextFireBefore is { } before)
            And($"j.next_fire < {Value(before.UtcTicks)}");
        foreach (var filter in query.State)
            And(Condition(filter));
    }

    private JobQuery Query { get; }

    private string Column => Query.OrderBy switch
    {
        JobOrder.Id => "j.key",
        JobOrder.NextFireAt => "j.next_fire",
        JobOrder.PreviousFireAt => "j.previous_fire",
        JobOrder.AddedAt => "j.added_at",
        _ => throw new ArgumentException($"{Query.OrderBy} is no order of jobs.", nameof(Query)),
    };

    public static Statement Count(StoreReader reader, JobQuery query)
    {
        var sql = new QuerySql(query);
        return sql.Bind(reader.Prepare($"SELECT count(*) FROM job j{sql.where}"));
    }

    // One row more than the page, which tells whether there is another.
    public static Statement Page(StoreReader reader, JobQuery query)
    {
        var sql = new QuerySql(query);
        if (query.After is { } after)
            sql.AddAfter(PageToken.Parse(after, query));
        return sql.Bind(reader.Prepare($"SELECT {StoreReader.Columns} FROM job j {StoreReader.LastRun}{sql.where}{sql.Order()} LIMIT {query.PageSize + 1}"));
    }

    public static long? ValueOf(JobRow row, JobOrder order) => order switch
    {
        JobOrder.NextFireAt => row.NextFire,
        JobOrder.PreviousFireAt => row.PreviousFire,
        JobOrder.AddedAt => row.AddedAt,
        _ => null,
    };

    private string Order()
    {
        var direction = Query.Descending ? " DESC" : string.Empty;
        return Query.OrderBy == JobOrder.Id ? $" ORDER BY j.key{direction}" : $" ORDER BY {Column} IS NULL, {Column}{direction}, j.key{direction}";
    }

    private void AddAfter(PageToken token)
    {
        var beyond = Query.Descending ? "<" : ">";
        if (Query.OrderBy == JobOrder.Id)
            And($"j.key {beyond} {Value(token.Key)}");
        else if (token.Value is not { } value)
            And($"{Column} IS NULL AND j.key {beyond} {Value(token.Key)}");
        else
            And($"({Column} {beyond} {Value(value)} OR ({Column} = {Value(value)} AND j.key {beyond} {Value(token.Key)}) OR {Column} IS NULL)");
    }

    // A range, for which the index serves, and the comparison itself.
    private void AddIds(string? prefix)
    {
        if (prefix is not { Length: > 0 })
            return;

        And($"j.key >= {Value(prefix)}");
        if (Successor(prefix) is { } end)
            And($"j.key < {Value(end)}");
        And($"substr(j.key, 1, length({Value(prefix)})) = {Value(prefix)}");
    }

    // The first text after all that begin with a prefix; null: there is none.
    private static string? Successor(string prefix)
    {
        var runes = prefix.EnumerateRunes().ToList();
        for (var index = runes.Count - 1; index >= 0; index--)
        {
            var next = runes[index].Value == 0xD7FF ? 0xE000 : runes[index].Value + 1;
            if (Rune.IsValid(next))
                return string.Concat(runes.Take(index).Append(new Rune(next)));
        }

        return null;
    }

    private string Condition(StateFilter filter)
    {
        var path = Value(StatePath.ToSqlite(filter.Path));
        var (type, value) = ($"json_type(j.state, {path})", $"json_extract(j.state, {path})");
        return filter.Comparison switch
        {
            StateComparison.Exists => $"{type} IS NOT NULL",
            StateComparison.Missing => $"{type} IS NULL",
            StateComparison.Equal => Equal(filter, path, type, value),
            StateComparison.NotEqual => $"NOT coalesce({Equal(filter, path, type, value)}, 0)",
            StateComparison.Contains => filter.Value.Kind == JsonValueKind.String ? $"({type} = 'text' AND instr({value}, {Value(filter.Value.As<string>())}) > 0)" : Never(type),
            StateComparison.LessThan => Ordered(filter, type, value, "<"),
            StateComparison.AtMost => Ordered(filter, type, value, "<="),
            StateComparison.MoreThan => Ordered(filter, type, value, ">"),
            StateComparison.AtLeast => Ordered(filter, type, value, ">="),
            _ => throw new ArgumentException($"{filter.Comparison} is no comparison.", nameof(filter)),
        };
    }

    private string Equal(StateFilter filter, string path, string type, string value) => filter.Value.Kind switch
    {
        JsonValueKind.True => $"{type} = 'true'",
        JsonValueKind.False => $"{type} = 'false'",
        JsonValueKind.Null => $"{type} = 'null'",
        JsonValueKind.Object => $"({type} = 'object' AND {SameValue}(j.state -> {path}, {Value(filter.Value.ToString())}))",
        JsonValueKind.Array => $"({type} = 'array' AND {SameValue}(j.state -> {path}, {Value(filter.Value.ToString())}))",
        _ => Ordered(filter, type, value, "="),
    };

    // Numbers with numbers, texts with texts; anything else is not comparable, and no job answers.
    private string Ordered(StateFilter filter, string type, string value, string sign) => filter.Value.Kind switch
    {
        JsonValueKind.Number => $"({type} IN ('integer', 'real') AND {value} {sign} {Number(filter.Value.ToString())})",
        JsonValueKind.String => $"({type} = 'text' AND {value} {sign} {Value(filter.Value.As<string>())})",
        _ => Never(type),
    };

    // A parameter that the text does not name could not be bound.
    private static string Never(string type) => $"({type} IS NULL AND 0)";

    private string Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? Value(whole) : Value(double.Parse(text, CultureInfo.InvariantCulture));

    private void And(string condition) => where.Append(where.Length == 0 ? " WHERE " : " AND ").Append(condition);

    private string Value(object value)
    {
        values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"?{values.Count}");
    }

    private Statement Bind(Statement statement)
    {
        statement.Start();
        foreach (var value in values)
        {
            _ = value switch
            {
                long number => statement.Add(number),
                double number => statement.Add(number),
                _ => statement.Add((string)value),
            };
        }

        return statement;
    }
}
