using System.Text;

namespace StatefulScheduler.Stores.Rows;

// The beginning of ids as a range, for which an index serves.
internal static class IdPrefix
{
    // The first text after all that begin with the prefix, by code points; null: there is none.
    public static string? End(string prefix)
    {
        var runes = prefix.EnumerateRunes().ToList();
        for (var index = runes.Count - 1; index >= 0; index--)
        {
            var next = runes[index].Value == 0xD7FF ? 0xE000 : runes[index].Value + 1;
            if (Rune.IsValid(next))
                return string.Concat(runes.Take(index).Append(new Rune(next)));
        }

        return null;
    }
}
