using System.Globalization;

namespace Quickstart.Import;

// One line of an order, and where it stands in the input: file and line are its key.
internal sealed record OrderLine(
    string File, int Line, string Number, DateOnly Date, string Customer, string Country, string Sku, int Quantity, decimal UnitPrice, string Currency)
{
    private const int Fields = 8;

    public static OrderLine Parse(string file, int line, string text)
    {
        var fields = Split(text);
        if (fields.Count != Fields)
            throw new MalformedLineException(file, line, $"{fields.Count} fields where {Fields} belong (does a name with a comma lack its quotes?)", text);

        try
        {
            return new(
                file, line, fields[0], DateOnly.ParseExact(fields[1], "yyyy-MM-dd", CultureInfo.InvariantCulture), fields[2], fields[3], fields[4],
                int.Parse(fields[5], CultureInfo.InvariantCulture), decimal.Parse(fields[6], CultureInfo.InvariantCulture), fields[7]);
        }
        catch (FormatException exception)
        {
            throw new MalformedLineException(file, line, exception.Message, text);
        }
    }

    // RFC 4180 without line breaks in fields: commas within quotes do not separate, and "" within quotes is a quote.
    private static List<string> Split(string text)
    {
        var fields = new List<string>();
        var field = new System.Text.StringBuilder();
        var quoted = false;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '"' && quoted && at + 1 < text.Length && text[at + 1] == '"')
                field.Append(text[at++]);
            else if (text[at] == '"')
                quoted = !quoted;
            else if (text[at] == ',' && !quoted)
                Take();
            else
                field.Append(text[at]);
        }

        Take();
        return fields;

        void Take()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }
}

internal sealed class MalformedLineException(string file, int line, string why, string text) : Exception($"{file}, line {line}: {why}")
{
    public string Text => text;
}
