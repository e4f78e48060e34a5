using System.Globalization;
using System.Text.Json;

namespace StatefulScheduler.Benchmarks.Measuring;

// A table for people, then one JSON line for each figure.
internal sealed class Report(string comparison)
{
    private readonly List<Figure> figures = [];
    private readonly List<string> notes = [];

    public void Add(Figure figure)
    {
        figures.Add(figure);
        Console.Error.WriteLine($"  … {figure.Name}: {Number(figure.Ours)} against {Number(figure.Peer)} {figure.Unit} ({figure.PeerName})");
    }

    // Of the figures whose names begin so, their bytes apart.
    public IEnumerable<double> Ratios(string prefix) =>
        figures.Where(figure => figure.Name.StartsWith(prefix, StringComparison.Ordinal) && figure.Unit != "B").Select(figure => figure.Ratio ?? 0);

    public void Note(string text) => notes.Add(text);

    public void Print()
    {
        Console.WriteLine();
        Console.WriteLine(comparison);
        if (figures.Count > 0)
            PrintTable();
        foreach (var note in notes)
            Console.WriteLine($"  {note}");
        Console.WriteLine();
        foreach (var figure in figures)
            Console.WriteLine(JsonSerializer.Serialize(figure, FigureJson.Readable.Figure));
    }

    private void PrintTable()
    {
        var width = figures.Max(figure => figure.Name.Length);
        Console.WriteLine($"  {"figure".PadRight(width)}  {"ours",13}  {"peer",13}  {"unit",-12}  {"ratio",9}  peer");
        foreach (var figure in figures)
            Console.WriteLine($"  {figure.Name.PadRight(width)}  {Number(figure.Ours),13}  {Number(figure.Peer),13}  {figure.Unit,-12}  {Number(figure.Ratio),9}  {figure.PeerName}");
    }

    private static string Number(double? value) => value switch
    {
        null => "–",
        0 => "0",
        >= 1000 or <= -1000 => value.Value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 or <= -10 => value.Value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.###", CultureInfo.InvariantCulture),
    };
}
