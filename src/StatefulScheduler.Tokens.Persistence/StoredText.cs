using System.Diagnostics.CodeAnalysis;

namespace StatefulScheduler.Tokens;

// PostgreSQL's texts have no NUL. What cannot be stored is refused where it is written, and is not there where it is looked for.
internal static class StoredText
{
    public static bool CanBe([NotNullWhen(true)] string? text) => text is not null && !text.Contains('\0');

    public static void Check(string? text, string parameter)
    {
        if (text is not null && !CanBe(text))
            throw new ArgumentException("A subject, a client, a scope or the name of a token has a NUL in it, which a database cannot keep.", parameter);
    }
}
