using System.Text.RegularExpressions;

namespace StatefulScheduler.Packages.Tests.Docs;

/// <summary>A fenced block: its language, its text, and the HTML comment on the line before it, if any.</summary>
internal sealed record MarkdownBlock(string Language, string Text, string? Comment, int Line);

// As much of Markdown as our own pages use: fenced blocks, comments before them, inline links and link definitions.
internal static partial class Markdown
{
    public static IReadOnlyList<MarkdownBlock> Blocks(string markdown)
    {
        var lines = Lines(markdown);
        var blocks = new List<MarkdownBlock>();
        string? lastText = null;

        for (var at = 0; at < lines.Length; at++)
        {
            if (Fence().Match(lines[at]) is { Success: true } fence)
            {
                var end = ClosingFence(lines, at, fence.Groups["ticks"].Value);
                var comment = Comment().Match(lastText ?? "");
                blocks.Add(new(
                    fence.Groups["language"].Value,
                    string.Join('\n', lines[(at + 1)..end]),
                    comment.Success ? comment.Groups["text"].Value : null,
                    at + 1));
                at = end;
                lastText = null;
            }
            else if (!string.IsNullOrWhiteSpace(lines[at]))
            {
                lastText = lines[at].Trim();
            }
        }

        return blocks;
    }

    /// <summary>The targets of links to files: no web addresses, no places on the same page.</summary>
    public static IEnumerable<string> RelativeLinks(string markdown)
    {
        var prose = CodeSpan().Replace(WithoutBlocks(markdown), "");
        return InlineLink().Matches(prose).Concat(LinkDefinition().Matches(prose))
            .Select(link => link.Groups["target"].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !Scheme().IsMatch(target))
            .Select(Uri.UnescapeDataString);
    }

    /// <summary>The text without the indent that all its lines share, and without blank lines around it.</summary>
    public static string Outdent(string text)
    {
        var lines = Lines(text).Select(line => line.TrimEnd()).ToList();
        var indent = lines.Where(line => line.Length > 0)
            .Select(line => line.Length - line.TrimStart().Length)
            .DefaultIfEmpty(0)
            .Min();
        return string.Join('\n', lines.Select(line => line.Length > 0 ? line[indent..] : line)).Trim('\n');
    }

    public static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');

    private static string WithoutBlocks(string markdown)
    {
        var lines = Lines(markdown);
        foreach (var block in Blocks(markdown))
        {
            var length = Lines(block.Text).Length;
            Array.Fill(lines, "", block.Line - 1, Math.Min(length + 2, lines.Length - block.Line + 1));
        }

        return string.Join('\n', lines);
    }

    private static int ClosingFence(string[] lines, int opening, string ticks)
    {
        var end = Array.FindIndex(lines, opening + 1, line => line.Trim() == ticks);
        return end < 0 ? lines.Length : end;
    }

    [GeneratedRegex(@"^\s*(?<ticks>`{3,}|~{3,})\s*(?<language>[\w#+-]*)")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^<!--\s*(?<text>.*?)\s*-->$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"`[^`\n]*`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\]\(\s*<?(?<target>[^)\s>]+)>?(\s+""[^""]*"")?\s*\)")]
    private static partial Regex InlineLink();

    [GeneratedRegex(@"^\s{0,3}\[[^\]]+\]:\s*<?(?<target>[^\s>]+)", RegexOptions.Multiline)]
    private static partial Regex LinkDefinition();

    [GeneratedRegex(@"^([a-zA-Z][a-zA-Z0-9+.-]*:|//)")]
    private static partial Regex Scheme();
}
