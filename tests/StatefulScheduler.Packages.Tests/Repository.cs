namespace StatefulScheduler.Packages.Tests;

// This checkout. Found from the running assembly upwards, because deterministic builds rewrite [CallerFilePath].
internal static class Repository
{
    private static readonly HashSet<string> s_generated =
        new(["artifacts", "bin", "obj", "node_modules", ".git", "TestResults", "BenchmarkDotNet.Artifacts"], StringComparer.Ordinal);

    public static string Root { get; } = FindRoot();

    /// <summary>The packages: every folder of src/ with a project of its name.</summary>
    public static IReadOnlyList<string> Packages { get; } =
    [
        .. Directory.GetDirectories(PathOf("src"))
            .Select(folder => Path.GetFileName(folder))
            .Where(name => File.Exists(ProjectFile(name)))
            .Order(StringComparer.Ordinal),
    ];

    public static string PathOf(string relative) => Path.GetFullPath(Path.Combine(Root, relative));

    public static string ProjectFile(string package) => PathOf($"src/{package}/{package}.csproj");

    public static bool IsUnderGit => Path.Exists(PathOf(".git"));

    public static IEnumerable<string> MarkdownFiles() => MarkdownFiles(Root);

    private static IEnumerable<string> MarkdownFiles(string folder) =>
        Directory.GetFiles(folder, "*.md").Concat(
            Directory.GetDirectories(folder)
                .Where(child => !s_generated.Contains(Path.GetFileName(child)))
                .SelectMany(MarkdownFiles));

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "StatefulScheduler.sln")))
                return folder;
        }

        throw new DirectoryNotFoundException(
            $"No StatefulScheduler.sln lies above {AppContext.BaseDirectory}: these tests read the repository that built them.");
    }
}
