namespace StatefulScheduler;

// Names for common expressions, each with the six fields it stands for.
internal static class CronMacro
{
    private static readonly Dictionary<string, string> Expressions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 0 1 1 *",
        ["@annually"] = "0 0 0 1 1 *",
        ["@monthly"] = "0 0 0 1 * *",
        ["@weekly"] = "0 0 0 * * 0",
        ["@daily"] = "0 0 0 * * *",
        ["@midnight"] = "0 0 0 * * *",
        ["@hourly"] = "0 0 * * * *",
        ["@every_minute"] = "0 * * * * *",
        ["@every_second"] = "* * * * * *",
    };

    public static string Expand(string expression, string macro) =>
        Expressions.TryGetValue(macro, out var fields)
            ? fields
            : throw new CronFormatException(
                expression,
                expression.IndexOf('@', StringComparison.Ordinal),
                $"The cron macro '{macro}' is not known. Known are {string.Join(", ", Expressions.Keys)}.");
}
