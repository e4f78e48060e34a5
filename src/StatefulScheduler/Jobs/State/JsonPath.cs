using System.Globalization;
using System.Text;

namespace StatefulScheduler;

// One step of a path: into a member, or, when there is no name, to an element.
internal readonly record struct JsonStep(string? Name, int Index)
{
    public JsonStep(string name)
        : this(name, -1)
    {
    }

    public JsonStep(int index)
        : this(null, index)
    {
    }
}

// A way into a JSON value. As text, "$.order.items[0].['odd name']"; a text that does not start with "$." is one member's name.
internal sealed class JsonPath(IEnumerable<JsonStep> steps)
{
    private const string NotInBareNames = ".[]'\"\\";
    private readonly JsonStep[] _steps = [.. steps];

    public static JsonPath Root { get; } = new([]);

    public int Length => _steps.Length;

    public JsonStep this[int index] => _steps[index];

    public static JsonPath Of(string name) => new([new JsonStep(name)]);

    public static JsonPath Parse(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!path.StartsWith("$.", StringComparison.Ordinal))
            return Of(path);

        return TryRead(path) is { Length: > 0 } read
            ? read
            : throw new ArgumentException(
                $"'{path}' is no path. A path looks like $.order.items[0].price; a name with dots, brackets or quotes is written $.['odd name'].",
                nameof(path));
    }

    // The serialiser does not escape quotes in names; where that makes its path unreadable, the root is all we know.
    public static JsonPath OfSerializer(string? path) => path is null ? Root : TryRead(path) ?? Root;

    public JsonPath Then(string name) => new([.. _steps, new JsonStep(name)]);

    public JsonPath Then(JsonPath rest) => new([.. _steps, .. rest._steps]);

    public JsonPath Take(int count) => new(_steps.Take(count));

    // As far as the value goes along this path; reached tells how many steps that are.
    public ReadOnlyMemory<byte> Follow(ReadOnlyMemory<byte> utf8, out int reached)
    {
        for (reached = 0; reached < _steps.Length; reached++)
        {
            var child = Child(utf8, _steps[reached]);
            if (child.IsEmpty)
                break;
            utf8 = child;
        }

        return utf8;
    }

    public override string ToString()
    {
        var text = new StringBuilder("$");
        foreach (var step in _steps)
            Write(text, step);

        return text.ToString();
    }

    // Empty: there is no such part.
    private static ReadOnlyMemory<byte> Child(ReadOnlyMemory<byte> utf8, JsonStep step)
    {
        if (step.Name is not null)
            return JsonText.IsObject(utf8) ? JsonMembers.Read(utf8).ValueOf(step.Name) : default;

        return JsonText.IsArray(utf8) ? JsonText.Elements(utf8).ElementAtOrDefault(step.Index) : default;
    }

    private static void Write(StringBuilder text, JsonStep step)
    {
        if (step.Name is not { } name)
            text.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
        else if (name.Length > 0 && !name.Any(c => NotInBareNames.Contains(c) || char.IsWhiteSpace(c) || char.IsControl(c)))
            text.Append('.').Append(name);
        else
            text.Append(text.Length == 1 ? "." : "").Append("['").Append(name.Replace("\\", "\\\\").Replace("'", "\\'")).Append("']");
    }

    private static JsonPath? TryRead(string text)
    {
        var steps = new List<JsonStep>();
        var at = 1;
        while (at < text.Length)
        {
            if (text[at] == '.' && at + 1 < text.Length && text[at + 1] == '[')
                at++;
            var step = text[at] switch { '.' => Bare(text, ref at), '[' => Bracketed(text, ref at), _ => null };
            if (step is null)
                return null;
            steps.Add(step.Value);
        }

        return new(steps);
    }

    private static JsonStep? Bare(string text, ref int at)
    {
        var start = ++at;
        while (at < text.Length && !NotInBareNames.Contains(text[at]))
            at++;

        return at > start ? new JsonStep(text[start..at]) : null;
    }

    private static JsonStep? Bracketed(string text, ref int at)
    {
        if (++at < text.Length && text[at] is '\'' or '"')
            return Quoted(text, ref at);

        var start = at;
        at = text.IndexOf(']', start) + 1;
        return at > 0 && int.TryParse(text.AsSpan(start..(at - 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new JsonStep(index)
            : null;
    }

    private static JsonStep? Quoted(string text, ref int at)
    {
        var name = new StringBuilder();
        var quote = text[at++];
        for (; at < text.Length && text[at] != quote; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
                at++;
            name.Append(text[at]);
        }

        if (at + 1 >= text.Length || text[at + 1] != ']')
            return null;

        at += 2;
        return new JsonStep(name.ToString());
    }
}
