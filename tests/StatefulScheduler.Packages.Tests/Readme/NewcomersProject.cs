using System.Xml.Linq;

namespace StatefulScheduler.Packages.Tests.Readme;

// An empty console project outside the repository, as somebody has it who knows only the packages.
internal sealed class NewcomersProject : IDisposable
{
    private static readonly TimeSpan s_commandLimit = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sts-newcomer-");
    private readonly Dictionary<string, string> _environment;

    public NewcomersProject(string packageFolder)
    {
        Folder = _root.CreateSubdirectory("Newcomer").FullName;
        _environment = new() { ["NUGET_PACKAGES"] = Path.Combine(_root.FullName, "cache"), ["CI"] = "false" };
        WriteNuGetConfig(packageFolder).Save(Path.Combine(_root.FullName, "nuget.config"));
        // So that no file of a folder above the temporary one has a say.
        File.WriteAllText(Path.Combine(_root.FullName, "Directory.Build.props"), "<Project />");
        File.WriteAllText(Path.Combine(_root.FullName, "Directory.Build.targets"), "<Project />");
        File.WriteAllText(Path.Combine(_root.FullName, "Directory.Packages.props"), "<Project />");
    }

    public string Folder { get; }

    public async Task CreateAsync() => await DotNetAsync("new", "console", "--no-restore");

    public async Task AddPackageAsync(string package, string? version) =>
        await DotNetAsync(["add", "package", package, .. version is null ? Array.Empty<string>() : ["--version", version]]);

    public async Task PasteAsync(string program) => await File.WriteAllTextAsync(Path.Combine(Folder, "Program.cs"), program);

    public async Task BuildAsync() => await DotNetAsync("build", "-nodeReuse:false");

    // The program itself, not `dotnet run`: Ctrl+C has to reach it.
    public Task<ChildResult> RunAsync(TimeSpan limit, Func<string, bool> isEnough) => ChildProcess.RunAsync(
        ChildProcess.DotNet, [Path.Combine(Folder, "bin", "Debug", "net10.0", "Newcomer.dll")], Folder, _environment, limit, isEnough);

    public void Dispose() => _root.Delete(recursive: true);

    private async Task DotNetAsync(params IEnumerable<string> arguments)
    {
        var result = await ChildProcess.DotNetAsync(Folder, _environment, s_commandLimit, arguments);
        result.AssertSucceeded();
    }

    // The repository's own sources, and the folder of packed packages for everything named as we are. What the machine has
    // already downloaded serves as a second cache; our packages are not in it, because their version is new.
    private static XElement WriteNuGetConfig(string packageFolder)
    {
        var sources = XElement.Load(Repository.PathOf("nuget.config")).Element("packageSources")!;
        var names = sources.Elements("add").Select(source => (string)source.Attribute("key")!).ToList();
        var machineCache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

        return new("configuration",
            new XElement("packageSources", sources.Elements(), Add("packed", packageFolder)),
            new XElement("packageSourceMapping",
                names.Select(name => Mapping(name, "*")),
                Mapping("packed", "StatefulScheduler*")),
            Directory.Exists(machineCache) ? new XElement("fallbackPackageFolders", Add("machine", machineCache)) : null);
    }

    private static XElement Add(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));

    private static XElement Mapping(string source, string pattern) =>
        new("packageSource", new XAttribute("key", source), new XElement("package", new XAttribute("pattern", pattern)));
}
