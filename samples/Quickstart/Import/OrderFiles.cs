namespace Quickstart.Import;

// The input: CSV files with a header line, taken in the order of their names.
internal sealed class OrderFiles(string folder)
{
    private const int FirstLine = 2; // Below the header; lines are counted as an editor counts them.
    private readonly string[] names = [.. Directory.GetFiles(folder, "*.csv").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static OrderFiles Shipped => new(Path.Combine(AppContext.BaseDirectory, "data"));

    public Cursor Begin => new(names[0], FirstLine);

    public IEnumerable<(string File, int Line, string Text)> All =>
        names.SelectMany(name => Lines(name, FirstLine).Select((text, index) => (name, FirstLine + index, text)));

    // Up to `most` lines of one file. A malformed line ends the batch before it, so that it heads the next one: that one throws.
    public Batch Read(Cursor cursor, int most)
    {
        var lines = new List<OrderLine>();
        var (name, line) = (cursor.File, cursor.Line);
        foreach (var text in Lines(name, line).Take(most))
        {
            try
            {
                lines.Add(OrderLine.Parse(name, line, text));
            }
            catch (MalformedLineException) when (lines.Count > 0)
            {
                break;
            }

            line++;
        }

        if (Lines(name, line).Any())
            return new(lines, new(name, line), IsLast: false);
        var next = Array.IndexOf(names, name) + 1;
        return next < names.Length ? new(lines, new(names[next], FirstLine), IsLast: false) : new(lines, new(name, line), IsLast: true);
    }

    private IEnumerable<string> Lines(string name, int from) => File.ReadLines(Path.Combine(folder, name)).Skip(from - 1);
}

internal sealed record Batch(IReadOnlyList<OrderLine> Lines, Cursor Next, bool IsLast);
