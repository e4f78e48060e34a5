using System.Globalization;
using System.Text;

namespace StatefulScheduler.Stores.Rows;

// A step of a path into a state: into a member of an object or, where there is no name, to an element of an array.
internal readonly record struct PathStep(string? Name, int Index);

// A path into a state, $.order.items[0].['odd name'], or one member's name, as steps.
internal static class StatePath
{
    public static IReadOnlyList<PathStep> Parse(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!path.StartsWith("$.", StringComparison.Ordinal))
            return [new PathStep(path, 0)];

        var steps = new List<PathStep>();
        var at = 1;
        while (at < path.Length)
        {
            if (path[at] == '.' && at + 1 < path.Length && path[at + 1] == '[')
                at++;
            if ((path[at] == '.' ? Bare(path, ref at) : path[at] == '[' ? Bracketed(path, ref at) : null) is not { } step)
                throw new ArgumentException($"'{path}' is no path. A path looks like $.order.items[0].price; a name with dots, brackets or quotes is written $.['odd name'].", nameof(path));
            steps.Add(step);
        }

        return steps;
    }

    private static PathStep? Bare(string path, ref int at)
    {
        var start = ++at;
        while (at < path.Length && path[at] is not ('.' or '[' or ']' or '\'' or '"' or '\\'))
            at++;
        return at > start ? new PathStep(path[start..at], 0) : null;
    }

    private static PathStep? Bracketed(string path, ref int at)
    {
        if (++at < path.Length && path[at] is '\'' or '"')
            return Quoted(path, ref at);

        var start = at;
        at = path.IndexOf(']', start) + 1;
        return at > 0 && int.TryParse(path.AsSpan(start..(at - 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? new PathStep(null, index) : null;
    }

    private static PathStep? Quoted(string path, ref int at)
    {
        var quote = path[at++];
        var name = new StringBuilder();
        while (at < path.Length && path[at] != quote)
        {
            if (path[at] == '\\' && at + 1 < path.Length)
                at++;
            name.Append(path[at++]);
        }

        if (at + 1 >= path.Length || path[at + 1] != ']')
            return null;

        at += 2;
        return new PathStep(name.ToString(), 0);
    }
}
