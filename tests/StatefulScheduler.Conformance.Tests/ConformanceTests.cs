namespace StatefulScheduler.Conformance.Tests;

public class ConformanceTests
{
    public static TheoryData<string, string> Files =>
        [.. Suite.All.SelectMany(suite => Vectors.PathsOf(suite).Where(path => !IsForLater(suite, path)).Select(path => (suite.Name, Path.GetFileName(path))))];

    public static TheoryData<string> Suites => [.. Suite.All.Select(suite => suite.Name)];

    [Theory, MemberData(nameof(Files))]
    public async Task The_library_answers_as_the_vectors_say(string suiteName, string file)
    {
        var suite = Suite.Find(suiteName)!;

        var report = await suite.RunFileAsync(Path.Combine(suite.FolderIn(Vectors.Folder), file));

        var text = new StringWriter();
        report.Write(text, mostFailures: 20);
        Assert.True(report.IsGood, $"\n{text}");
    }

    [Theory, MemberData(nameof(Suites))]
    public void Every_suite_has_vectors(string suiteName) => Assert.NotEmpty(Vectors.PathsOf(Suite.Find(suiteName)!));

    private static bool IsForLater(Suite suite, string path) => suite.Files.Any(file => file.Name == Path.GetFileName(path) && file.JudgesNothing);
}
