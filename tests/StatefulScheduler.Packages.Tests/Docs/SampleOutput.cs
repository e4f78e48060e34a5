using StatefulScheduler.Packages.Tests.Readme;

namespace StatefulScheduler.Packages.Tests.Docs;

// `<!-- output: samples/X#name -->` names what the sample X prints below its line `== name`, until the next such line.
internal sealed record SampleOutput(string Folder, string Section)
{
    private const string Prefix = "output:";
    private const string Title = "== ";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    public static SampleOutput? Named(MarkdownBlock block)
    {
        if (block.Comment is not { } comment || !comment.StartsWith(Prefix, StringComparison.Ordinal))
            return null;

        var parts = comment[Prefix.Length..].Trim().Split('#', 2);
        return new(parts[0], parts[^1]);
    }

    // Runs the sample that was built with these tests.
    public static async Task<string> PrintedByAsync(string folder)
    {
        // artifacts/bin/<this project>/<configuration>/ → artifacts/bin/<sample>/<configuration>/
        var here = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var name = Path.GetFileName(folder);
        var program = Path.Combine(here.Parent!.Parent!.FullName, name, here.Name, $"{name}.dll");
        var result = await ChildProcess.DotNetAsync(Repository.Root, new Dictionary<string, string>(), s_limit, program);
        result.AssertSucceeded();
        return result.Output;
    }

    public string In(string printed)
    {
        var lines = Markdown.Lines(printed);
        var start = Array.IndexOf(lines, Title + Section);
        Assert.True(start >= 0, $"{Folder} prints no line `{Title}{Section}`.");

        var section = lines.Skip(start + 1).TakeWhile(line => !line.StartsWith(Title, StringComparison.Ordinal));
        return string.Join('\n', section).Trim('\n');
    }
}
