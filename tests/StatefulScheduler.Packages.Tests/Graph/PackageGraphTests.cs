using System.Reflection;
using System.Xml.Linq;

namespace StatefulScheduler.Packages.Tests.Graph;

public sealed class PackageGraphTests
{
    public static TheoryData<string> Packages => [.. Repository.Packages];

    [Theory, MemberData(nameof(Packages))]
    public void A_project_file_names_only_what_its_row_allows(string package)
    {
        string[] files = [Repository.ProjectFile(package), Repository.PathOf("src/Directory.Build.props")];

        var declared = files.SelectMany(file => PackageGraph.DeclaredReferences(XElement.Load(file)));

        Assert.Empty(PackageGraph.Forbidden(package, declared));
    }

    [Theory, MemberData(nameof(Packages))]
    public void A_compiled_package_references_only_what_its_row_allows(string package)
    {
        var references = PackageGraph.CompiledReferences(Assembly.Load(package));

        Assert.Empty(PackageGraph.Unreachable(package, references));
    }

    [Fact]
    public void Every_package_of_the_house_is_under_test_here()
    {
        var here = XElement.Load(Repository.PathOf("tests/StatefulScheduler.Packages.Tests/StatefulScheduler.Packages.Tests.csproj"));

        Assert.Empty(Repository.Packages.Except(PackageGraph.DeclaredReferences(here)));
    }

    [Fact]
    public void The_rule_catches_a_stray_package_and_a_wrong_direction()
    {
        var project = XElement.Parse("""
            <Project Sdk="Microsoft.NET.Sdk"><ItemGroup>
              <PackageReference Include="Microsoft.CodeAnalysis.BannedApiAnalyzers" PrivateAssets="all" />
              <PackageReference Include="Microsoft.Extensions.Options" />
              <PackageReference Include="Newtonsoft.Json" />
              <ProjectReference Include="..\StatefulScheduler.Hosting\StatefulScheduler.Hosting.csproj" />
            </ItemGroup></Project>
            """);

        var declared = PackageGraph.DeclaredReferences(project).ToList();

        Assert.Equal(["Newtonsoft.Json", "StatefulScheduler.Hosting"], PackageGraph.Forbidden("StatefulScheduler", declared));
        Assert.Equal(["Newtonsoft.Json", "StatefulScheduler.Hosting"], PackageGraph.Unreachable("StatefulScheduler", declared));
    }

    [Fact]
    public void The_rule_sees_what_an_assembly_really_references()
    {
        var references = PackageGraph.CompiledReferences(typeof(PackageGraphTests).Assembly).ToList();

        Assert.Contains("xunit.v3.core", references);
        Assert.DoesNotContain("System.Runtime", references);
    }

    [Fact]
    public void A_package_without_a_row_is_told_to_get_one()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => PackageGraph.Row("StatefulScheduler.Surprise"));

        Assert.Contains("has no row in PackageGraph.cs", refusal.Message, StringComparison.Ordinal);
    }
}
