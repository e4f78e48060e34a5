using System.Xml.Linq;

namespace StatefulScheduler.Packages.Tests.Readme;

// The way the product is used: add the packages, paste the program, run it, see what the page shows.
[Collection(PackedOnce.Name)]
public sealed class ReadmePackageTests(PackedPackages packed)
{
    private static readonly TimeSpan s_runLimit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task The_readme_program_runs_from_the_packages_and_prints_what_the_page_shows()
    {
        var readme = ReadmeProgram.Read(await File.ReadAllTextAsync(Repository.PathOf("README.md"), TestContext.Current.CancellationToken));

        var result = await RunAsync(readme);

        AssertShows(readme.Output, result);
        result.AssertSucceeded();
    }

    [Fact]
    public async Task An_endless_program_is_stopped_when_it_has_printed_the_page_and_another_page_is_caught()
    {
        var readme = ReadmeProgram.Read("""
            <!-- install -->
            ```bash
            dotnet add package StatefulScheduler.Sqlite --prerelease
            ```
            ```csharp
            using var stop = new ManualResetEventSlim();
            Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; stop.Set(); };
            Console.WriteLine($"{System.Reflection.Assembly.Load("StatefulScheduler.Persistence").GetName().Name} at {DateTime.Now:T}");
            stop.Wait();
            Console.WriteLine("stopped");
            ```
            ```text
            StatefulScheduler.Persistence at …
            …
            ```
            """);

        var result = await RunAsync(readme);

        AssertShows(readme.Output, result);
        AssertShows(new("StatefulScheduler.Persistence at *\nstopped"), result);
        result.AssertSucceeded();
        Assert.Throws<Xunit.Sdk.NullException>(() => AssertShows(new("StatefulScheduler.Persistence at …\nsurprise"), result));
    }

    [Theory]
    [InlineData("# Title", "<!-- install -->")]
    [InlineData("<!-- install -->\n```bash\nls\n```", "dotnet add package")]
    [InlineData("<!-- install -->\n```bash\ndotnet add package X\n```", "```csharp")]
    [InlineData("<!-- install -->\n```bash\ndotnet add package X\n```\n```text\n```\n```csharp\n```", "```text")]
    public void A_page_without_one_of_its_blocks_is_told_which(string page, string missing)
    {
        var refusal = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => ReadmeProgram.Read(page));

        Assert.Contains(missing, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\nb", "a\nb\n", true)]
    [InlineData("at … o'clock", "at 12:30 o'clock", true)]
    [InlineData("at * o'clock", "at 12:30", false)]
    [InlineData("a\n…\nc", "a\nb\nb\nc", true)]
    [InlineData("a\n…\nc", "a\nc", true)]
    [InlineData("a\n…", "a\nb\nc", true)]
    [InlineData("a", "a\nb", false)]
    [InlineData("a\nb", "a", false)]
    [InlineData("a", "", false)]
    public void An_ellipsis_stands_for_anything_within_a_line_and_alone_for_any_lines(string page, string output, bool matches) =>
        Assert.Equal(matches, new ExpectedOutput(page).Mismatch(output) is null);

    [Fact]
    public async Task A_child_that_hangs_is_killed_and_its_words_are_shown()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The hanging child is a POSIX shell.");

        var hung = await Assert.ThrowsAsync<TimeoutException>(() => ChildProcess.RunAsync(
            "/bin/sh", ["-c", "echo begun; echo oh >&2; sleep 60"], Repository.Root, new Dictionary<string, string>(), TimeSpan.FromSeconds(1), _ => false));

        Assert.Contains("begun", hung.Message, StringComparison.Ordinal);
        Assert.Contains("oh", hung.Message, StringComparison.Ordinal);
    }

    private async Task<ChildResult> RunAsync(ReadmeProgram readme)
    {
        using var project = new NewcomersProject(packed.Folder);
        await project.CreateAsync();
        foreach (var package in readme.Packages)
            await project.AddPackageAsync(package, VersionOf(package));
        await project.PasteAsync(readme.Program);
        await project.BuildAsync();
        return await project.RunAsync(s_runLimit, readme.Output.IsComplete);
    }

    private static void AssertShows(ExpectedOutput page, ChildResult result)
    {
        var mismatch = page.Mismatch(result.Output);
        Assert.Null(mismatch is null ? null : $"The program does not print what the page shows: {mismatch}\n{result}");
    }

    // Ours: this run's. Others: the version that we build with, else the newest.
    private string? VersionOf(string package) =>
        Repository.Packages.Contains(package)
            ? packed.Version
            : (string?)XElement.Load(Repository.PathOf("Directory.Packages.props"))
                .Descendants("PackageVersion")
                .FirstOrDefault(known => (string?)known.Attribute("Include") == package)?
                .Attribute("Version");
}
