namespace StatefulScheduler.Conformance.Cron;

// Where the fields of a cron text stand. Blanks and tabs separate them.
internal static class CronFields
{
    public static IReadOnlyList<Range> Of(string text)
    {
        var fields = new List<Range>();
        foreach (var range in text.AsSpan().SplitAny(' ', '\t'))
        {
            if (!range.Start.Equals(range.End))
                fields.Add(range);
        }
        return fields;
    }

    public static bool IsMacro(string text) => text.AsSpan().TrimStart(" \t").StartsWith('@');
}
