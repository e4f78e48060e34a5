namespace StatefulScheduler.Packages.Tests.Docs;

// `<!-- sample: path/File.cs -->` names a whole file, `<!-- sample: path/File.cs#name -->` the lines between
// `// <name>` and `// </name>` in it. Paths start at the root of the repository.
internal sealed record Sample(string Path, string? Region)
{
    private const string Prefix = "sample:";

    public static Sample? Named(MarkdownBlock block)
    {
        if (block.Comment is not { } comment || !comment.StartsWith(Prefix, StringComparison.Ordinal))
            return null;

        var parts = comment[Prefix.Length..].Trim().Split('#', 2);
        return new(parts[0], parts.Length > 1 ? parts[1] : null);
    }

    public string Text(string root)
    {
        var file = System.IO.Path.Combine(root, Path);
        Assert.True(File.Exists(file), $"{this} does not exist.");

        var lines = Markdown.Lines(File.ReadAllText(file));
        if (Region is null)
            return Markdown.Outdent(string.Join('\n', lines));

        var start = Array.FindIndex(lines, line => line.Trim() == $"// <{Region}>");
        var end = Array.FindIndex(lines, Math.Max(start, 0), line => line.Trim() == $"// </{Region}>");
        Assert.True(start >= 0 && end > start, $"{Path} has no lines `// <{Region}>` and, below, `// </{Region}>`.");
        return Markdown.Outdent(string.Join('\n', lines[(start + 1)..end]));
    }

    public override string ToString() => Region is null ? Path : $"{Path}#{Region}";
}
