using System.Text.RegularExpressions;
using StatefulScheduler.Packages.Tests.Docs;

namespace StatefulScheduler.Packages.Tests.Readme;

// The output that a page shows. `…` or `*` within a line stands for anything (a time, an id); a line that is only `…`
// stands for any number of lines; as the last line it also says that the program goes on until somebody stops it.
internal sealed class ExpectedOutput(string text)
{
    private readonly string[] _lines = Markdown.Lines(text.Trim('\n', '\r'));

    public bool GoesOn => IsAnyLines(_lines[^1]);

    /// <summary>Whether an endless program has printed all that the page shows.</summary>
    public bool IsComplete(string actual) => GoesOn && Mismatch(actual) is null;

    /// <summary>Says where the output leaves the page, or null when it does not.</summary>
    public string? Mismatch(string actual)
    {
        var output = actual.Length == 0 ? [] : Markdown.Lines(actual.TrimEnd());

        // How many lines of the output the page's lines so far can have used up.
        HashSet<int> used = [0];
        for (var at = 0; at < _lines.Length; at++)
        {
            HashSet<int> next = IsAnyLines(_lines[at])
                ? [.. Enumerable.Range(used.Min(), output.Length - used.Min() + 1)]
                : [.. used.Where(from => from < output.Length && IsMatch(_lines[at], output[from])).Select(from => from + 1)];
            if (next.Count == 0)
                return $"line {at + 1} of the page, `{_lines[at]}`, is not in the output where it should be: there is " +
                    string.Join(" or ", used.Order().Take(3).Select(from => from < output.Length ? $"`{output[from]}`" : "its end"));

            used = next;
        }

        return used.Contains(output.Length) ? null : $"the page ends before the output: `{output[used.Max()]}`";
    }

    private static bool IsAnyLines(string line) => line.Trim() is "…" or "...";

    private static bool IsMatch(string shown, string actual)
    {
        var pattern = Regex.Escape(shown.TrimEnd()).Replace("…", ".*", StringComparison.Ordinal).Replace(@"\*", ".*", StringComparison.Ordinal);
        return Regex.IsMatch(actual.TrimEnd(), $"^{pattern}$", RegexOptions.CultureInvariant);
    }
}
