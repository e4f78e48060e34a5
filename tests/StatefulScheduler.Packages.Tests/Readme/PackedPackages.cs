using System.Text.Json;

namespace StatefulScheduler.Packages.Tests.Readme;

// All packages of src/, packed in Release under a version that no cache has ever seen.
public sealed class PackedPackages : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sts-packages-");

    public string Folder => _folder.FullName;

    public string Version { get; } = $"0.1.0-run.x{Guid.NewGuid():N}";

    // Only the package version differs from an ordinary build. So the compiler has nothing new to do after a Release build,
    // and no restore comes to see a version that the lock files do not know.
    public async ValueTask InitializeAsync()
    {
        var result = await ChildProcess.DotNetAsync(
            Repository.Root, new Dictionary<string, string>(), TimeSpan.FromMinutes(5),
            "pack", WriteSolutionFilter(), "--configuration", "Release", "--no-restore", "--output", Folder,
            $"-p:PackageVersion={Version}", "--verbosity", "quiet", "-nodeReuse:false");
        result.AssertSucceeded();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    internal NuGetPackage Open(string package) => new(Folder, package, Version);

    // The packages alone: packing the whole solution would build these very tests, under their own feet.
    private string WriteSolutionFilter()
    {
        var file = Path.Combine(Folder, "packages.slnf");
        var projects = Repository.Packages.Select(package => $@"src\{package}\{package}.csproj");
        File.WriteAllText(file, JsonSerializer.Serialize(new { solution = new { path = Repository.PathOf("StatefulScheduler.sln"), projects } }));
        return file;
    }
}

[CollectionDefinition(Name)]
public sealed class PackedOnce : ICollectionFixture<PackedPackages>
{
    public const string Name = "packed packages";
}
