using System.Reflection;

namespace StatefulScheduler.Packages.Tests.Api;

// The public API of each package lies in the repository as text, so that every change of it shows in a review.
public sealed class PublicApiTests
{
    private const string Approve = "APPROVE_PUBLIC_API";

    public static TheoryData<string> Packages => [.. Repository.Packages];

    private static string Folder => Repository.PathOf("tests/StatefulScheduler.Packages.Tests/Api");

    [Theory, MemberData(nameof(Packages))]
    public void The_public_api_is_the_approved_one(string package)
    {
        var file = Path.Combine(Folder, $"{package}.approved.txt");
        var actual = ApiText.Of(Assembly.Load(package));
        if (Environment.GetEnvironmentVariable(Approve) == "1")
            File.WriteAllText(file, actual);

        var approved = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "(no approved text yet)\n";

        Assert.True(
            approved == actual,
            $"""
            The public API of {package} is not the approved one:

            {LineDiff.Between(approved, actual)}

            Meant so? Accept it, and commit the changed text with the change:
              {Approve}=1 dotnet test tests/StatefulScheduler.Packages.Tests --filter PublicApi
            """);
    }

    [Fact]
    public void Every_approved_text_belongs_to_a_package()
    {
        var texts = Directory.GetFiles(Folder, "*.approved.txt").Select(file => Path.GetFileName(file)[..^".approved.txt".Length]);

        Assert.Empty(texts.Except(Repository.Packages));
    }

    [Fact]
    public void Each_shape_of_an_api_has_its_line()
    {
        var text = ApiText.Of(typeof(Shapes).GetNestedTypes().Append(typeof(Shapes)));

        Assert.Equal(File.ReadAllText(Path.Combine(Folder, "Shapes.txt")).ReplaceLineEndings("\n"), text);
    }

    [Fact]
    public void A_difference_is_shown_line_by_line() =>
        Assert.Equal("- b\n+ B\n+ d", LineDiff.Between("a\nb\nc", "a\nB\nc\nd"));
}
