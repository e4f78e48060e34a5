using System.Globalization;

namespace StatefulScheduler.PostgreSql;

// The text of a notification: when something is due, and which node says so.
internal readonly record struct Notice(long Due, string Sender)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Due} {Sender}");

    // Null: of another version, which a node does not understand, but which surely means that there is something to look for.
    public static Notice? Parse(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && long.TryParse(text.AsSpan(0, space), NumberStyles.Integer, CultureInfo.InvariantCulture, out var due)
            ? new Notice(due, text[(space + 1)..])
            : null;
    }
}
