using System.Text.RegularExpressions;
using StatefulScheduler.Packages.Tests.Docs;

namespace StatefulScheduler.Packages.Tests.Readme;

// What README.md tells a newcomer to do: which packages to add, which program to paste, and what it then prints.
internal sealed partial record ReadmeProgram(IReadOnlyList<string> Packages, string Program, ExpectedOutput Output)
{
    public static ReadmeProgram Read(string markdown)
    {
        var blocks = Markdown.Blocks(markdown).ToList();

        var install = blocks.Find(block => block is { Comment: "install", Language: "bash" });
        Assert.True(install is not null, "README.md has no ```bash block after a line `<!-- install -->` that says how to add the packages.");
        var packages = AddPackage().Matches(install.Text).Select(line => line.Groups["id"].Value).ToList();
        Assert.True(packages.Count > 0, "README.md's install block has no line `dotnet add package …`.");

        var program = blocks.FindIndex(block => block.Language == "csharp");
        Assert.True(program >= 0, "README.md has no ```csharp block: the program that a newcomer pastes as Program.cs.");

        var output = blocks.Skip(program).FirstOrDefault(block => block.Language == "text");
        Assert.True(output is not null, "README.md has no ```text block after its program: what the newcomer then sees.");

        return new(packages, blocks[program].Text, new(output.Text));
    }

    // Both spellings of the command, at the start of a line; what follows the id (--prerelease, --version) is the test's to say.
    [GeneratedRegex(@"^\s*(?:\$\s*)?dotnet (?:add package|package add)\s+(?<id>[A-Za-z][\w.]*)", RegexOptions.Multiline)]
    private static partial Regex AddPackage();
}
