using System.Text.RegularExpressions;

namespace StatefulScheduler.Packages.Tests.Docs;

public sealed partial class TriggersPageTests
{
    private static string Page => File.ReadAllText(Repository.PathOf("docs/triggers.md"));

    [Fact]
    public void Every_text_that_the_page_shows_is_read()
    {
        var rows = Markdown.Lines(Page).SkipWhile(line => line != "## As text").Where(line => line.StartsWith('|')).ToList();
        var kinds = rows.TakeWhile(row => !row.StartsWith("| after any", StringComparison.Ordinal)).SelectMany(Texts).ToList();
        var clauses = Texts(rows[^2]).Where(text => !text.Contains('…', StringComparison.Ordinal)).ToList();

        Assert.True(kinds.Count > 10 && clauses.Count > 3, string.Join('\n', rows));
        foreach (var text in kinds.Concat(clauses.Select(clause => $"every 00:05:00 {clause}")))
            Assert.Equal(Trigger.Parse(text), Trigger.Parse(Trigger.Parse(text).ToString()));
    }

    private static IEnumerable<string> Texts(string row) => CodeSpan().Matches(row).Select(span => span.Groups["code"].Value);

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex CodeSpan();
}
