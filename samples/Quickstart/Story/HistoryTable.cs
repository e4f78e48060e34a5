using System.Text.Json;
using StatefulScheduler;

namespace Quickstart.Story;

// The state's history as people read it: what each version changed, when, through whom, and why.
internal static class HistoryTable
{
    private const int LongestValue = 26;

    // Oldest first.
    public static IEnumerable<string> Rows(IReadOnlyList<StateVersion> versions)
    {
        var rows = new List<string[]> { Line("version", "when (UTC)", "who", "what", "changes") };
        for (var at = 0; at < versions.Count; at++)
        {
            rows.Add(Line($"{versions[at].Version}", $"{versions[at].At.UtcDateTime:HH:mm:ss.fff}", Who(versions[at]), $"{versions[at].Kind}", Changes(versions, at)));
            if (versions[at].Reason is { } why)
                rows.Add(Line("", "", "", "", $"why: {why}"));
        }

        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private static string[] Line(params string[] cells) => cells;

    private static string Who(StateVersion version) =>
        version.Actor ?? (version.RunId is { } run ? $"run {run[(run.LastIndexOf('#') + 1)..]}" : "-");

    private static string Changes(IReadOnlyList<StateVersion> versions, int at) =>
        at == 0 ? $"{versions[0].State}" : string.Join(", ", versions[at - 1].State.DiffTo(versions[at].State).Select(Change));

    private static string Change(StateDifference difference) => $"{difference.Path.TrimStart('$', '.')} {Text(difference.Before)} → {Text(difference.After)}";

    private static string Text(JobValue value)
    {
        var text = value.Kind == JsonValueKind.Undefined ? "none" : value.ToString();
        return text.Length <= LongestValue ? text : text[..(LongestValue - 1)] + "…";
    }
}
