using System.Runtime.CompilerServices;

namespace StatefulScheduler.Conformance.Tests.Tenacity;

// What the format can hold and the vectors at hand do not: the files in the folder `more` were worked out by hand from the README.md beside the vectors.
public class MoreTests
{
    [Fact]
    public async Task What_the_vectors_at_hand_lack_is_judged_too()
    {
        var (report, text) = (await Suite.Find("tenacity")!.RunAsync(Path.Combine(Path.GetDirectoryName(Here())!, "more")), new StringWriter());

        report.Write(text);

        Assert.True(report is { IsGood: true, Skipped: 5 }, $"\n{text}");
        Assert.Contains("      1  no negative delay: ", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("      3  attempts from 1: ", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("      9  a cancellation is meant: ", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("      3  the value is kept: ", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("      5  a matter of the compiler: ", text.ToString(), StringComparison.Ordinal);
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
