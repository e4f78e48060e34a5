using System.Globalization;
using System.Text.RegularExpressions;
using StatefulScheduler.PostgreSql;

namespace StatefulScheduler.Benchmarks.Postgres;

// The limit: the two statements of our store, from its own text, in one transaction of a program that does nothing else. What was claimed comes back
// as arrays, with which the next transaction commits it.
internal static partial class PgBenchScript
{
    // What a commit stores; the same size as ours.
    public const string State = """{"count":7777,"phase":"running"}""";

    // What the first transaction commits: nothing.
    public static IReadOnlyDictionary<string, string> Start { get; } = new Dictionary<string, string>
    {
        ["n"] = "0", ["low"] = "0", ["now"] = "0", ["ids"] = "{}", ["fences"] = "{}", ["lanes"] = "{}", ["versions"] = "{}", ["state_versions"] = "{}",
        ["nexts"] = "{}", ["occurrences"] = "{}", ["places"] = "{}", ["state"] = State,
    };

    public static string Build(string lanes, int batch) => $"""
        BEGIN;
        {Fill(FastCommit.Statement, CommitParameter)};
        {Fill(FastClaim.Claim, number => ClaimParameter(number, lanes, batch))},
        answer AS ({Fill(FastClaim.Answer, number => ClaimParameter(number, lanes, batch))})
        SELECT count(fence) AS n, max(now) AS now, CASE WHEN count(*) < 32 THEN 0 ELSE min(due_at) - 500000 END AS low,
          {Gathered("id")} AS ids, {Gathered("fence")} AS fences, {Gathered("lane")} AS lanes, {Gathered("version")} AS versions,
          {Gathered("state_version")} AS state_versions, {Gathered("open_occurrence + 10000")} AS nexts, {Gathered("open_occurrence")} AS occurrences,
          {Gathered("place")} AS places
        FROM answer \gset
        COMMIT;
        """;

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex Parameters();

    private static string Fill(string statement, Func<int, string> parameter) =>
        Parameters().Replace(statement, match => parameter(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)));

    private static string Gathered(string value) => $"coalesce(array_agg({value}) FILTER (WHERE fence IS NOT NULL), '{{}}')::text";

    private static string ClaimParameter(int number, string lanes, int batch) => number switch
    {
        1 => "NULL",
        2 => "ARRAY[(:low)::bigint]",
        3 => $"'{lanes}'::integer[]",
        4 => "'{0}'",
        5 => batch.ToString(CultureInfo.InvariantCulture),
        6 => "'pgbench'",
        7 => "300000000",
        8 => "16777216",
        9 => "0",
        10 => "true",
        11 or 12 => "0",
        _ => throw Unknown(number),
    };

    private static string CommitParameter(int number) => number switch
    {
        1 => "NULL",
        2 => "(:ids)",
        3 => "(:fences)",
        4 => "(:lanes)",
        5 => "(:versions)",
        6 => "(:state_versions)",
        7 => Same("true"),
        8 => "(:nexts)",
        9 or 12 => "(:occurrences)",
        10 => Same("(:state)::text"),
        11 => Same(State.Length.ToString(CultureInfo.InvariantCulture)),
        13 => Same("1"),
        14 => Same(((int)RunOutcome.Succeeded).ToString(CultureInfo.InvariantCulture)),
        15 or 16 => Same("(:now)::bigint"),
        17 => Same("'pgbench'::text"),
        18 or 19 => Same("NULL::text"),
        20 => "(:places)",
        _ => throw Unknown(number),
    };

    private static string Same(string value) => $"array_fill({value}, ARRAY[(:n)::integer])";

    private static InvalidOperationException Unknown(int number) => new($"The store's statements have a new parameter, ${number}: say in PgBenchScript what a run binds to it.");
}
