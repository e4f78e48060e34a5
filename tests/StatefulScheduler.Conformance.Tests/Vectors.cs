namespace StatefulScheduler.Conformance.Tests;

// Where the vectors are: the folder that CONFORMANCE_VECTORS names, else the copies in this checkout.
internal static class Vectors
{
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("CONFORMANCE_VECTORS") is { Length: > 0 } named ? named : Path.Combine(Root(), "tests", "vectors");

    public static IReadOnlyList<string> PathsOf(Suite suite) => Suite.PathsIn(suite.FolderIn(Folder));

    public static IEnumerable<Vector> Read(string suite, string file)
    {
        var path = Path.Combine(Folder, suite, file);
        return File.Exists(path) ? Vector.Read(path) : [];
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "StatefulScheduler.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException(
                $"No StatefulScheduler.sln lies above {AppContext.BaseDirectory}: these tests read tests/vectors of the checkout that built them.");
        }
        return folder;
    }
}
