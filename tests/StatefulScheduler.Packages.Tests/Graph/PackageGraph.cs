using System.Reflection;
using System.Xml.Linq;

namespace StatefulScheduler.Packages.Tests.Graph;

// Who may reference whom: the table of the architecture, one row per package.
// `Packages` are ours; `ThirdParty` may stand in the project file; `AlongWith` names what those bring along and code may use.
internal sealed record PackageRow(string[] Packages, string[] ThirdParty, string[] AlongWith);

internal static class PackageGraph
{
    private static readonly Dictionary<string, PackageRow> s_rows = new(StringComparer.Ordinal)
    {
        ["StatefulScheduler"] = new(
            [],
            [
                "Microsoft.Extensions.DependencyInjection.Abstractions",
                "Microsoft.Extensions.Logging.Abstractions",
                "Microsoft.Extensions.Options",
            ],
            []),
        ["StatefulScheduler.Hosting"] = new(
            ["StatefulScheduler"],
            ["Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Diagnostics.HealthChecks"],
            ["Microsoft.Extensions.Diagnostics.HealthChecks.Abstractions"]),
        ["StatefulScheduler.Persistence"] = new(
            [],
            ["Microsoft.Extensions.Logging.Abstractions"],
            ["Microsoft.Extensions.DependencyInjection.Abstractions"]),
        ["StatefulScheduler.Persistence.PostgreSql"] = new(
            ["StatefulScheduler.Persistence"],
            ["Npgsql"],
            []),
        ["StatefulScheduler.Persistence.Sqlite"] = new(
            ["StatefulScheduler.Persistence"],
            ["Microsoft.Data.Sqlite", "SQLitePCLRaw.bundle_e_sqlite3"],
            ["SQLitePCLRaw.batteries_v2", "SQLitePCLRaw.core", "SQLitePCLRaw.provider.e_sqlite3"]),
        ["StatefulScheduler.PostgreSql"] = new(
            ["StatefulScheduler", "StatefulScheduler.Persistence", "StatefulScheduler.Persistence.PostgreSql"],
            [],
            ["Npgsql"]),
        // Knows nothing of jobs: the joint with them is a few lines of whoever uses both.
        ["StatefulScheduler.Retries"] = new(
            [],
            [
                "Microsoft.Extensions.DependencyInjection.Abstractions",
                "Microsoft.Extensions.Logging.Abstractions",
                "Microsoft.Extensions.Options",
            ],
            ["Microsoft.Extensions.Primitives"]),
        ["StatefulScheduler.Sqlite"] = new(
            ["StatefulScheduler", "StatefulScheduler.Persistence.Sqlite"],
            [],
            []),
        // No test framework: a harness that brings one would choose for its users.
        ["StatefulScheduler.Testing"] = new(
            ["StatefulScheduler"],
            ["Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Logging"],
            []),
        // Knows neither jobs nor databases. What the token library brings along is named, so that another version that brings more is seen.
        ["StatefulScheduler.Tokens"] = new(
            [],
            [
                "Microsoft.Extensions.DependencyInjection.Abstractions",
                "Microsoft.Extensions.Logging.Abstractions",
                "Microsoft.Extensions.Options",
                "Microsoft.IdentityModel.JsonWebTokens",
            ],
            ["Microsoft.Extensions.Primitives", "Microsoft.IdentityModel.Tokens", "Microsoft.IdentityModel.Logging", "Microsoft.IdentityModel.Abstractions"]),
        ["StatefulScheduler.Tokens.Persistence"] = new(
            ["StatefulScheduler.Tokens", "StatefulScheduler.Persistence"],
            [],
            []),
    };

    public static PackageRow Row(string package) =>
        s_rows.TryGetValue(package, out var row)
            ? row
            : throw new InvalidOperationException(
                $"{package} has no row in PackageGraph.cs. Add one: what may it reference, and what must it never know?");

    /// <summary>Which of the items in a project file its row does not allow.</summary>
    public static IEnumerable<string> Forbidden(string package, IEnumerable<string> declared) =>
        declared.Except([.. Row(package).Packages, .. Row(package).ThirdParty], StringComparer.Ordinal);

    /// <summary>Which of the references of a compiled or packed package no row on its way allows.</summary>
    public static IEnumerable<string> Unreachable(string package, IEnumerable<string> references) =>
        references.Except(Reachable(package), StringComparer.Ordinal);

    private static IEnumerable<string> Reachable(string package)
    {
        var row = Row(package);
        return [.. row.Packages, .. row.ThirdParty, .. row.AlongWith, .. row.Packages.SelectMany(Reachable)];
    }

    /// <summary>The packages and projects that a project file names, without the private ones (analyzers).</summary>
    public static IEnumerable<string> DeclaredReferences(XElement project) =>
        from item in project.Descendants()
        where item.Name.LocalName is "PackageReference" or "ProjectReference" or "FrameworkReference"
        let include = (string?)item.Attribute("Include")
        where include is not null && !IsPrivate(item)
        select item.Name.LocalName is "ProjectReference"
            ? Path.GetFileNameWithoutExtension(include.Replace('\\', '/'))
            : include;

    /// <summary>What an assembly references beyond the runtime itself.</summary>
    public static IEnumerable<string> CompiledReferences(Assembly assembly)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return assembly.GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => !File.Exists(Path.Combine(runtime, $"{name}.dll")));
    }

    private static bool IsPrivate(XElement item) =>
        string.Equals(
            (string?)item.Attribute("PrivateAssets") ?? item.Elements().FirstOrDefault(e => e.Name.LocalName == "PrivateAssets")?.Value,
            "all",
            StringComparison.OrdinalIgnoreCase);
}
