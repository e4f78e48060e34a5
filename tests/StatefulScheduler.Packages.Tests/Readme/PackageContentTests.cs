using StatefulScheduler.Packages.Tests.Graph;

namespace StatefulScheduler.Packages.Tests.Readme;

[Collection(PackedOnce.Name)]
public sealed class PackageContentTests(PackedPackages packed)
{
    public static TheoryData<string> Packages => [.. Repository.Packages];

    [Theory, MemberData(nameof(Packages))]
    public void A_package_carries_its_readme_licence_docs_and_symbols(string name)
    {
        using var package = packed.Open(name);

        Assert.Contains("README.md", package.Files);
        Assert.Equal("README.md", package.Element("readme")?.Value);
        Assert.Equal("MIT", package.Element("license")?.Value);
        Assert.Equal("expression", (string?)package.Element("license")?.Attribute("type"));
        Assert.Contains($"lib/net10.0/{name}.dll", package.Files);
        Assert.Contains($"lib/net10.0/{name}.xml", package.Files);
        Assert.Contains($"lib/net10.0/{name}.pdb", package.SymbolFiles);
        Assert.False(string.IsNullOrWhiteSpace(package.Element("description")?.Value));
        Assert.NotEqual("Package Description", package.Element("description")?.Value);
    }

    [Theory, MemberData(nameof(Packages))]
    public void A_package_asks_for_nothing_that_its_row_does_not_allow(string name)
    {
        using var package = packed.Open(name);

        Assert.Empty(PackageGraph.Unreachable(name, package.Dependencies.Select(dependency => (string)dependency.Attribute("id")!)));
        Assert.All(
            package.Dependencies.Where(dependency => Repository.Packages.Contains((string)dependency.Attribute("id")!)),
            ours => Assert.Equal(packed.Version, (string?)ours.Attribute("version")));
    }

    // A package of a checkout under git is the same wherever it is built, and says from which commit.
    [Theory, MemberData(nameof(Packages))]
    public void A_package_holds_no_path_of_the_machine_that_built_it(string name)
    {
        using var package = packed.Open(name);

        Assert.NotEmpty(package.SourceFiles);
        Assert.Equal(Repository.IsUnderGit, package.SourceFiles.All(file => file.StartsWith("/_/", StringComparison.Ordinal)));
        Assert.Equal(Repository.IsUnderGit, package.Element("repository")?.Attribute("commit") is not null);
    }

    // SourceLink knows the web addresses of the known hosts only; a checkout of another origin has no address to give.
    [Theory, MemberData(nameof(Packages))]
    public void A_package_with_a_repository_address_links_its_sources(string name)
    {
        using var package = packed.Open(name);

        Assert.Equal(package.Element("repository")?.Attribute("url") is not null, package.SourceLink is not null);
    }
}
