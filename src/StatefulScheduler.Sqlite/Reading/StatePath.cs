using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StatefulScheduler.Sqlite;

// Translates a path into a state, $.order.items[0].['odd name'] or one member's name, into SQLite's form, $."order"."items"[0]."odd name".
internal static class StatePath
{
    public static string ToSqlite(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var sql = new StringBuilder("$");
        if (!path.StartsWith("$.", StringComparison.Ordinal))
            return Name(sql, path).ToString();

        var at = 1;
        while (at < path.Length)
        {
            if (path[at] == '.' && at + 1 < path.Length && path[at + 1] == '[')
                at++;
            if (!(path[at] == '.' ? Bare(sql, path, ref at) : path[at] == '[' && Bracketed(sql, path, ref at)))
                throw new ArgumentException($"'{path}' is no path. A path looks like $.order.items[0].price; a name with dots, brackets or quotes is written $.['odd name'].", nameof(path));
        }

        return sql.ToString();
    }

    private static bool Bare(StringBuilder sql, string path, ref int at)
    {
        var start = ++at;
        while (at < path.Length && path[at] is not ('.' or '[' or ']' or '\'' or '"' or '\\'))
            at++;
        if (at == start)
            return false;

        Name(sql, path[start..at]);
        return true;
    }

    private static bool Bracketed(StringBuilder sql, string path, ref int at)
    {
        at++;
        if (at < path.Length && path[at] is '\'' or '"')
            return Quoted(sql, path, ref at);

        var start = at;
        while (at < path.Length && char.IsAsciiDigit(path[at]))
            at++;
        if (at == start || at >= path.Length || path[at] != ']')
            return false;

        sql.Append(path, start - 1, at - start + 2);
        at++;
        return true;
    }

    private static bool Quoted(StringBuilder sql, string path, ref int at)
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
            return false;

        at += 2;
        Name(sql, name.ToString());
        return true;
    }

    // SQLite compares what the names say, whatever escapes either side uses.
    private static StringBuilder Name(StringBuilder sql, string name) =>
        sql.Append(".\"").Append(JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString()).Append('"');
}
