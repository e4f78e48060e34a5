namespace StatefulScheduler;

// Names for common expressions.
internal static class CronMacro
{
    private static readonly (string Name, string Fields, string DrawnFields)[] Macros =
    [
        ("@yearly", "0 0 1 1 *", "H H H H H *"),
        ("@annually", "0 0 1 1 *", "H H H H H *"),
        ("@monthly", "0 0 1 * *", "H H H H * *"),
        ("@weekly", "0 0 * * 0", "H H H * * H"),
        ("@daily", "0 0 * * *", "H H H * * *"),
        ("@midnight", "0 0 * * *", "H H H * * *"),
        ("@hourly", "0 * * * *", "H H * * * *"),
        ("@every_minute", "* * * * *", "H * * * * *"),
        ("@every_second", "* * * * * *", "* * * * * *"),
    ];

    public static string All => string.Join(", ", Macros.Select(macro => macro.Name));

    // The fields a macro stands for; else null, and how many characters of it some macro begins with.
    public static string? Expand(ReadOnlySpan<char> text, out int known)
    {
        known = 0;
        foreach (var (name, fields, _) in Macros)
        {
            if (text.Equals(name, StringComparison.OrdinalIgnoreCase))
                return fields;
            known = Math.Max(known, CommonLength(text, name));
        }
        return null;
    }

    // The fields with every value that the macro leaves open drawn; null for what is no macro.
    public static string? Drawn(ReadOnlySpan<char> text)
    {
        foreach (var (name, _, fields) in Macros)
        {
            if (text.Trim(" \t").Equals(name, StringComparison.OrdinalIgnoreCase))
                return fields;
        }
        return null;
    }

    private static int CommonLength(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var length = 0;
        while (length < left.Length && length < right.Length && char.ToLowerInvariant(left[length]) == right[length])
            length++;
        return length;
    }
}
