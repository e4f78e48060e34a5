namespace StatefulScheduler.Packages.Tests.Docs;

public sealed class SampleOutputTests
{
    [Fact]
    public async Task Every_output_on_a_page_is_what_its_sample_prints()
    {
        var shown = (
            from page in Repository.MarkdownFiles()
            from block in Markdown.Blocks(File.ReadAllText(page))
            let output = SampleOutput.Named(block)
            where output is not null
            select (Page: Path.GetRelativePath(Repository.Root, page), block, output)).ToList();
        Assert.NotEmpty(shown);

        foreach (var sample in shown.GroupBy(item => item.output.Folder))
        {
            var printed = await SampleOutput.PrintedByAsync(sample.Key);
            foreach (var (page, block, output) in sample)
            {
                var expected = output.In(printed);
                Assert.True(
                    expected == block.Text,
                    $"{page}, line {block.Line}, and the output of {output.Folder} differ:\n{LineDiff.Between(expected, block.Text)}\n(-: the sample, +: the page)");
            }
        }
    }

    [Fact]
    public void A_section_ends_where_the_next_begins()
    {
        const string Printed = "before\n== a\n1\n\n2\n\n== b\n3\n";

        Assert.Equal("1\n\n2", new SampleOutput("samples/X", "a").In(Printed));
        Assert.Equal("3", new SampleOutput("samples/X", "b").In(Printed));
        Assert.Throws<Xunit.Sdk.TrueException>(() => new SampleOutput("samples/X", "c").In(Printed));
    }

    [Fact]
    public void An_output_is_named_by_the_comment_before_it()
    {
        Assert.Equal(new("samples/X", "a"), SampleOutput.Named(new("text", "", "output: samples/X#a", 1)));
        Assert.Null(SampleOutput.Named(new("text", "", "sample: samples/X#a", 1)));
        Assert.Null(SampleOutput.Named(new("text", "", null, 1)));
    }
}
