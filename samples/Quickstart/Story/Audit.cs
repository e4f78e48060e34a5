using Quickstart.Import;

namespace Quickstart.Story;

// Holds orders.db against the input, read anew, line by line and field by field.
internal sealed record Audit(int Lines, int Malformed, int Stored, int Lost, int Twice, int Changed, IReadOnlyList<Offer> Repeated)
{
    public static async Task<Audit> OfAsync(OrderFiles files, OrdersDatabase orders)
    {
        var stored = await orders.ReadAllAsync();
        var byPlace = stored.ToDictionary(line => (line.File, line.Line));
        var input = files.All.Select(line => Parse(line.File, line.Line, line.Text)).ToList();
        var good = input.OfType<OrderLine>().ToList();
        return new(
            Lines: input.Count,
            Malformed: input.Count - good.Count,
            Stored: stored.Count,
            Lost: good.Count(line => !byPlace.ContainsKey((line.File, line.Line))),
            Twice: stored.Count - stored.DistinctBy(line => line.Number).Count(), // Order lines have numbers of their own, which the key does not know.
            Changed: good.Count(line => byPlace.TryGetValue((line.File, line.Line), out var found) && found != line),
            Repeated: [.. (await orders.ReadOffersAsync()).Where(offer => offer.Stored < offer.Lines)]);
    }

    private static OrderLine? Parse(string file, int line, string text)
    {
        try
        {
            return OrderLine.Parse(file, line, text);
        }
        catch (MalformedLineException)
        {
            return null;
        }
    }
}
