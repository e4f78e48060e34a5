using System.Globalization;

namespace StatefulScheduler;

// The text of one field as APScheduler writes it: item{,item} with item = * or value[-value], each with an optional
// /step; blanks around commas do not matter. Also the notation of years and ISO weeks everywhere.
// `names` are those of the values from `first` on. With a `cycle` a range may go on through the end: after so many values they begin again.
internal sealed class CronFieldText(
    string field, string text, int first, int last, string[]? names = null, int cycle = 0, string? expression = null, int offset = 0)
{
    public static CronYears? Years(string? text) =>
        text is null or "*" ? null : CronYears.Of(new CronFieldText("year", text, CronYears.First, CronYears.Last).Values());

    public static ulong Weeks(string? text) => text is null ? CronExtras.EveryWeek : new CronFieldText("week", text, 1, 53).Bits();

    public ulong Bits() => Values().Aggregate(0UL, (bits, value) => bits | 1UL << value);

    public List<int> Values()
    {
        var values = new List<int>();
        foreach (var (item, position) in Items())
            Add(values, item, position);
        return values;
    }

    // Each item without the blanks around it, and where it stands.
    public IEnumerable<(string Item, int Position)> Items()
    {
        var position = 0;
        foreach (var item in text.Split(','))
        {
            var word = item.Trim();
            yield return word.Length > 0
                ? (word, position + item.IndexOf(word, StringComparison.Ordinal))
                : throw Refuse(position, $"a value is missing; it must be {Allowed}");
            position += item.Length + 1;
        }
    }

    public void Add(List<int> values, string item, int position)
    {
        var slash = item.IndexOf('/', StringComparison.Ordinal);
        var range = slash < 0 ? item : item[..slash];
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        var from = range == "*" ? first : Value(dash < 0 ? range : range[..dash], position);
        var to = range == "*" || dash < 0 && slash >= 0 ? last : dash < 0 ? from : Value(range[(dash + 1)..], position + dash + 1);
        if (to < from && cycle == 0)
            throw Refuse(position, $"the range '{range}' is written backwards");

        var length = to < from ? to + cycle - from : to - from;
        var longest = dash >= 0 && length > 0 ? length : last - first;
        var step = slash < 0 ? 1 : Step(item[(slash + 1)..], position + slash + 1, longest);
        for (var value = from; value <= from + length; value += step)
            values.Add(value > last ? value - cycle : value);
    }

    // In a field of its own, or in an expression of several in which it begins at an offset.
    public CronFormatException Refuse(int position, string reason) => expression is null
        ? new(text, position, $"The cron field '{text}' cannot be read: in the {field} field, at position {position}, {reason}.")
        : new(expression, offset + position, $"The crontab '{expression}' cannot be read: in the {field} field, at position {offset + position}, {reason}.");

    private string Allowed => $"a number from {first} to {last}" + (names is null ? "" : $" or a name from {string.Join(", ", names)}");

    private int Value(string word, int position)
    {
        if (Number(word) is { } number && number >= first && number <= last)
            return number;
        var named = names is null ? -1 : Array.FindIndex(names, name => name.Equals(word, StringComparison.OrdinalIgnoreCase));
        if (named >= 0)
            return first + named;
        throw Refuse(position, word.Length == 0 ? $"a value is missing; it must be {Allowed}" : $"a value must be {Allowed}, but '{word}' is not");
    }

    private int Step(string word, int position, int longest) =>
        Number(word) is { } step && step >= 1 && step <= longest
            ? step
            : throw Refuse(position, $"a step must be a number from 1 to {longest}, the length of what it divides, but '{word}' is not");

    private static int? Number(string word) =>
        word.Length is > 0 and <= 4 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
