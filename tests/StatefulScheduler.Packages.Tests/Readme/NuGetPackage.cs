using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using System.Xml.Linq;

namespace StatefulScheduler.Packages.Tests.Readme;

// One packed package and its symbols, opened to be looked into.
internal sealed class NuGetPackage : IDisposable
{
    private static readonly Guid s_sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private readonly string _name;
    private readonly ZipArchive _package;
    private readonly ZipArchive _symbols;

    public NuGetPackage(string folder, string name, string version)
    {
        _name = name;
        _package = ZipFile.OpenRead(Path.Combine(folder, $"{name}.{version}.nupkg"));
        _symbols = ZipFile.OpenRead(Path.Combine(folder, $"{name}.{version}.snupkg"));
        using var nuspec = _package.GetEntry($"{name}.nuspec")!.Open();
        Metadata = XElement.Load(nuspec).Elements().Single(element => element.Name.LocalName == "metadata");
        (SourceFiles, SourceLink) = ReadSymbols();
    }

    public XElement Metadata { get; }

    public IEnumerable<string> Files => _package.Entries.Select(entry => entry.FullName);

    public IEnumerable<string> SymbolFiles => _symbols.Entries.Select(entry => entry.FullName);

    public IReadOnlyList<string> SourceFiles { get; }

    public string? SourceLink { get; }

    public IEnumerable<XElement> Dependencies => Metadata.Descendants().Where(element => element.Name.LocalName == "dependency");

    public XElement? Element(string name) => Metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    public void Dispose()
    {
        _package.Dispose();
        _symbols.Dispose();
    }

    private (IReadOnlyList<string> SourceFiles, string? SourceLink) ReadSymbols()
    {
        using var entry = _symbols.GetEntry($"lib/net10.0/{_name}.pdb")!.Open();
        using var copy = new MemoryStream();
        entry.CopyTo(copy);
        copy.Position = 0;

        using var provider = MetadataReaderProvider.FromPortablePdbStream(copy);
        var pdb = provider.GetMetadataReader();
        var sources = pdb.Documents.Select(document => pdb.GetString(pdb.GetDocument(document).Name)).ToList();
        var links =
            from handle in pdb.CustomDebugInformation
            let information = pdb.GetCustomDebugInformation(handle)
            where pdb.GetGuid(information.Kind) == s_sourceLink
            select Encoding.UTF8.GetString(pdb.GetBlobBytes(information.Value));
        return (sources, links.FirstOrDefault());
    }
}
