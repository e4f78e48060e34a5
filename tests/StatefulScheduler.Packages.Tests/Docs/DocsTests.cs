namespace StatefulScheduler.Packages.Tests.Docs;

public sealed class DocsTests
{
    [Fact]
    public void Every_csharp_block_of_a_page_is_the_sample_it_names()
    {
        foreach (var page in Repository.MarkdownFiles())
        {
            var name = Path.GetRelativePath(Repository.Root, page);
            foreach (var block in Markdown.Blocks(File.ReadAllText(page)).Where(block => block.Language == "csharp"))
                AssertIsItsSample(name, block);
        }
    }

    [Fact]
    public void A_block_that_names_no_sample_or_differs_from_it_is_told()
    {
        MarkdownBlock unnamed = new("csharp", "int x;", null, 1), other = new("csharp", "int x;", "sample: samples/Triggers/Kinds.cs#kinds", 1);

        Assert.Contains("A.md, line 1: put `<!-- sample", Refusal(unnamed), StringComparison.Ordinal);
        Assert.Contains("+ int x;", Refusal(other), StringComparison.Ordinal);

        static string Refusal(MarkdownBlock block) => Assert.Throws<Xunit.Sdk.TrueException>(() => AssertIsItsSample("A.md", block)).Message;
    }

    [Fact]
    public void Every_relative_link_leads_to_a_file()
    {
        var broken = (
            from page in Repository.MarkdownFiles()
            from target in Markdown.RelativeLinks(File.ReadAllText(page))
            let origin = target.StartsWith('/') ? Repository.Root : Path.GetDirectoryName(page)!
            where !Path.Exists(Path.Combine(origin, target.TrimStart('/')))
            select $"{Path.GetRelativePath(Repository.Root, page)} -> {target}").ToList();

        Assert.True(broken.Count == 0, $"Links that lead nowhere:\n{string.Join('\n', broken)}");
    }

    [Fact]
    public void Blocks_are_read_with_their_language_their_comment_and_their_line()
    {
        var blocks = Markdown.Blocks("""
            <!-- install -->

            ```bash
            dotnet add package X
            ```
            Words between.
            ```text
            ```
            """);

        Assert.Equal([new("bash", "dotnet add package X", "install", 3), new("text", "", null, 7)], blocks);
    }

    [Fact]
    public void Links_are_found_in_prose_but_not_in_code_or_on_the_web()
    {
        var links = Markdown.RelativeLinks("""
            [a](docs/a.md#top) ![b](b%20c.png "title") [web](https://example.org/x) [here](#here) `[code](no.md)`
            ```text
            [fenced](no.md)
            ```
            [after](after.md)
            [definition]: later.md
            """);

        Assert.Equal(["docs/a.md", "b c.png", "after.md", "later.md"], links);
    }

    [Fact]
    public void A_sample_is_a_file_or_a_region_without_its_indent()
    {
        var folder = Directory.CreateTempSubdirectory("sts-docs-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "A.cs"), "class A\n{\n    // <body>\n    int x;\n\n        int y;\n    // </body>\n}\n");

            Assert.Equal("int x;\n\n    int y;", new Sample("A.cs", "body").Text(folder.FullName));
            Assert.StartsWith("class A\n{", new Sample("A.cs", null).Text(folder.FullName), StringComparison.Ordinal);
            Assert.Throws<Xunit.Sdk.TrueException>(() => new Sample("A.cs", "nobody").Text(folder.FullName));
            Assert.Throws<Xunit.Sdk.TrueException>(() => new Sample("B.cs", null).Text(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void AssertIsItsSample(string page, MarkdownBlock block)
    {
        var sample = Sample.Named(block);
        Assert.True(
            sample is not null,
            $"{page}, line {block.Line}: put `<!-- sample: samples/…/File.cs#region -->` before the block; code that no sample compiles rots.");

        var expected = sample.Text(Repository.Root);
        var actual = Markdown.Outdent(block.Text);
        Assert.True(
            expected == actual,
            $"{page}, line {block.Line}, and {sample} differ:\n{LineDiff.Between(expected, actual)}\n(-: the sample, +: the page)");
    }
}
