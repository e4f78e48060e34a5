namespace StatefulScheduler.Conformance.Tests;

// That a report is good means something only if it can be bad.
public sealed class RunnerTests : IDisposable
{
    private const string Right = """{"e":"0 9 * * *","f":5,"z":"UTC","from":"2026-01-01T00:00:00+00:00","inc":false,"c":"0 9 * * *","next":["2026-01-01T09:00:00+00:00"]}""";
    private const string Wrong = """{"e":"0 9 * * *","f":5,"z":"UTC","from":"2026-01-01T00:00:00+00:00","inc":false,"c":"0 9 * * *","next":["2026-01-01T10:00:00+00:00"]}""";
    private const string Mapped = """{"e":"0 0 30 2 *","f":5,"z":"UTC","from":"2026-01-01T00:00:00+00:00","inc":false,"c":"0 0 30 2 *","next":[null]}""";
    private const string Broken = """{"e":"0 9 * * *","f":5}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("conformance").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_vector_that_is_answered_otherwise_fails()
    {
        Write("next.jsonl", Right, Wrong);

        var (code, output) = Run("cron", _folder);

        Assert.Equal(1, code);
        Assert.Contains("next.jsonl:2", output);
        Assert.DoesNotContain("next.jsonl:1", output);
        Assert.Contains("expected [0] 2026-01-01T10:00:00Z\n", output);
        Assert.Contains("found    [0] 2026-01-01T09:00:00Z\n", output);
        Assert.EndsWith("cron: 1 passed, 1 failed, 0 skipped\n", output);
    }

    [Fact]
    public void A_rule_that_changes_what_is_expected_is_told_and_counted()
    {
        Write("next.jsonl", Mapped, Mapped);

        var (code, output) = Run("cron", _folder);

        Assert.Equal(0, code);
        Assert.Contains("      2  impossible date: ", output);
        Assert.EndsWith("cron: 2 passed, 0 failed, 0 skipped\n", output);
    }

    [Fact]
    public void A_skip_is_told_with_its_reason()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "apscheduler"));
        Write("apscheduler/invalid.json", """[{"id":"x","kind":"trigger","spec":{"type":"cron","months":3},"class":"type"}]""");
        Write("apscheduler/date.json", """[{"id":"y","spec":{"type":"date","run_date":"2026-01-01","timezone":"UTC"},"now":"2026-01-01T00:00:00Z","expected":["2026-01-01T00:00:00Z"]}]""");

        var (code, output) = Run("apscheduler", _folder);

        Assert.Equal(0, code);
        Assert.Contains("      1  a matter of the compiler: ", output);
        Assert.EndsWith("apscheduler: 1 passed, 0 failed, 1 skipped\n", output);
    }

    [Fact]
    public void A_vector_that_cannot_be_read_fails_and_the_next_is_judged()
    {
        Write("next.jsonl", Broken, Right);

        var (code, output) = Run("cron", _folder);

        Assert.Equal(1, code);
        Assert.EndsWith("cron: 1 passed, 1 failed, 0 skipped\n", output);
    }

    [Fact]
    public void A_file_that_nothing_reads_fails()
    {
        Write("next.jsonl", Right);
        Write("more.jsonl", Right);

        Assert.Equal(1, Run("cron", _folder).Code);
    }

    [Fact]
    public void No_vector_is_no_conformance() => Assert.Equal(1, Run("cron", _folder).Code);

    [Theory]
    [InlineData]
    [InlineData("cron")]
    [InlineData("chron", ".")]
    [InlineData("cron", "/no/such/folder")]
    [InlineData("cron", ".", ".")]
    public void Wrong_usage_is_said(params string[] arguments) => Assert.Equal(2, Run(arguments).Code);

    private void Write(string file, params string[] lines) => File.WriteAllLines(Path.Combine(_folder, file), lines);

    private static (int Code, string Output) Run(params string[] arguments)
    {
        var (output, console) = (new StringWriter { NewLine = "\n" }, Console.Out);
        Console.SetOut(output);
        try
        {
            return ((int)typeof(Suite).Assembly.EntryPoint!.Invoke(null, [arguments])!, output.ToString());
        }
        finally
        {
            Console.SetOut(console);
        }
    }
}
