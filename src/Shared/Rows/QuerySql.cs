using System.Globalization;
using System.Text;

namespace StatefulScheduler.Stores.Rows;

// A query as SQL: conditions and order. The table job is j; where the id stands, and how a state is looked into, the dialect says.
internal sealed class QuerySql
{
    private readonly JobQuery query;
    private readonly IQueryDialect dialect;
    private readonly StringBuilder where = new();

    private QuerySql(JobQuery query, IQueryDialect dialect)
    {
        this.query = query;
        this.dialect = dialect;
        Values = new QueryValues(dialect.ParameterSign);
        AddIds(query.IdPrefix);
        if (query.Handler is { } handler)
            And($"j.lane IN (SELECT id FROM lane WHERE handler = {Values.Add(handler)})");
        foreach (var tag in query.Tags)
            And($"EXISTS (SELECT 1 FROM job_tag t WHERE t.tag = {Values.Add(tag)} AND t.job = j.id)");
        if (query.Statuses.Count > 0)
            And($"j.status IN ({string.Join(", ", query.Statuses.Select(status => Values.Add((long)status)))})");
        if (query.NextFireFrom is { } from)
            And($"j.next_fire >= {Values.Add(from.UtcTicks)}");
        if (query.NextFireBefore is { } before)
            And($"j.next_fire < {Values.Add(before.UtcTicks)}");
        foreach (var condition in dialect.Conditions(query.State, Values))
            And(condition);
    }

    public QueryValues Values { get; }

    // What follows FROM.
    public string Clauses { get; private set; } = string.Empty;

    private string Column => query.OrderBy switch
    {
        JobOrder.Id => dialect.Key,
        JobOrder.NextFireAt => "j.next_fire",
        JobOrder.PreviousFireAt => "j.previous_fire",
        JobOrder.AddedAt => "j.added_at",
        _ => throw new ArgumentException($"{query.OrderBy} is no order of jobs.", nameof(query)),
    };

    public static QuerySql Count(JobQuery query, IQueryDialect dialect)
    {
        var sql = new QuerySql(query, dialect);
        sql.Clauses = sql.where.ToString();
        return sql;
    }

    // One row more than the page, which tells whether there is another.
    public static QuerySql Page(JobQuery query, IQueryDialect dialect)
    {
        var sql = new QuerySql(query, dialect);
        if (query.After is { } after)
            sql.AddAfter(PageToken.Parse(after, query));
        sql.Clauses = $"{sql.where}{sql.Order()} LIMIT {sql.Values.Add(query.PageSize + 1L)}";
        return sql;
    }

    // The page of what was found, and where the next one begins.
    public static JobPage<ScheduledJob> PageOf(JobQuery query, List<(JobRow Row, ScheduledJob Job)> found)
    {
        string? next = null;
        if (found.Count > query.PageSize)
        {
            found.RemoveAt(found.Count - 1);
            var last = found[^1].Row;
            next = new PageToken(query.OrderBy, query.Descending, ValueOf(last, query.OrderBy), last.Key).ToString();
        }

        return new JobPage<ScheduledJob>(found.ConvertAll(item => item.Job), next);
    }

    private static long? ValueOf(JobRow row, JobOrder order) => order switch
    {
        JobOrder.NextFireAt => row.NextFire,
        JobOrder.PreviousFireAt => row.PreviousFire,
        JobOrder.AddedAt => row.AddedAt,
        _ => null,
    };

    private string Order()
    {
        var direction = query.Descending ? " DESC" : string.Empty;
        return query.OrderBy == JobOrder.Id ? $" ORDER BY {dialect.Key}{direction}" : $" ORDER BY {Column} IS NULL, {Column}{direction}, {dialect.Key}{direction}";
    }

    private void AddAfter(PageToken token)
    {
        var beyond = query.Descending ? "<" : ">";
        if (query.OrderBy == JobOrder.Id)
            And($"{dialect.Key} {beyond} {Values.Add(token.Key)}");
        else if (token.Value is not { } value)
            And($"{Column} IS NULL AND {dialect.Key} {beyond} {Values.Add(token.Key)}");
        else
            And($"({Column} {beyond} {Values.Add(value)} OR ({Column} = {Values.Add(value)} AND {dialect.Key} {beyond} {Values.Add(token.Key)}) OR {Column} IS NULL)");
    }

    private void AddIds(string? prefix)
    {
        if (prefix is not { Length: > 0 })
            return;

        And($"{dialect.Key} >= {Values.Add(prefix)}");
        if (IdPrefix.End(prefix) is { } end)
            And($"{dialect.Key} < {Values.Add(end)}");
    }

    private void And(string condition) => where.Append(where.Length == 0 ? " WHERE " : " AND ").Append(condition);
}

// What differs between databases.
internal interface IQueryDialect
{
    // The column of ids, compared byte by byte.
    string Key { get; }

    char ParameterSign { get; }

    // Conditions on states.
    IEnumerable<string> Conditions(IReadOnlyList<StateFilter> filters, QueryValues values);
}

// The values of a query's parameters, in the order in which the text names them. Each is named, or it could not be bound.
internal sealed class QueryValues(char sign)
{
    private readonly List<object> all = [];

    public IReadOnlyList<object> All => all;

    // Gives the parameter as the text names it.
    public string Add(object value)
    {
        all.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{all.Count}");
    }
}
