namespace StatefulScheduler.Tokens;

// Texts that have bytes of UTF-8. Half of a surrogate pair would be written as a question mark: two users would become one.
internal static class WholeText
{
    public static string Check(string text, string what) =>
        IsWhole(text) ? text : throw new ArgumentException($"'{what}' is not valid Unicode: it has half of a surrogate pair.", what);

    private static bool IsWhole(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAnyInRange('\ud800', '\udfff') is var at && at >= 0)
        {
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return false;
            text = text[(at + 2)..];
        }

        return true;
    }
}
