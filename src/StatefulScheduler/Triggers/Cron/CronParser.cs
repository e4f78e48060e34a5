namespace StatefulScheduler;

// Text into a CronExpression: macro or fields, five or six, each read by CronFieldParser.
internal static class CronParser
{
    public static CronExpression Parse(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var ranges = Split(expression);
        if (ranges.Count == 0)
            throw new CronFormatException(expression, 0, "The cron expression is empty. Write five fields (minute, hour, day of month, month, day of week), six with seconds first, or a macro such as @daily.");

        if (expression[ranges[0]].StartsWith('@'))
        {
            if (ranges.Count > 1)
                throw new CronFormatException(expression, ranges[1].Start.Value, $"The cron expression '{expression}' cannot be read: nothing may follow a macro, but at position {ranges[1].Start} stands '{expression[ranges[1]]}'.");
            var macro = expression[ranges[0]];
            var fields = CronMacro.Expand(expression, macro);
            return Read(fields, Split(fields), macro.ToLowerInvariant());
        }

        if (ranges.Count is not (5 or 6))
            throw WrongCount(expression, ranges);
        return Read(expression, ranges, string.Join(' ', ranges.Select(range => expression[range])).ToUpperInvariant());
    }

    private static CronExpression Read(string expression, List<Range> ranges, string text)
    {
        var missing = 6 - ranges.Count;
        Span<ulong> bits = [1, 0, 0, 0, 0, 0]; // no seconds field: second 0
        var isInterval = false;
        for (var i = 0; i < ranges.Count; i++)
        {
            var field = i + missing;
            bits[field] = new CronFieldParser(expression, CronField.WithSeconds[field]).Parse(ranges[i]);
            isInterval |= field < 3 && expression.AsSpan()[ranges[i]].ContainsAny("*?-/");
        }

        var cron = new CronExpression(text, bits, isInterval);
        return cron.IsPossible
            ? cron
            : throw new CronFormatException(
                expression,
                ranges[^3].Start.Value,
                $"The cron expression '{expression}' can never fire: no month it names has a day {expression[ranges[^3]]}.");
    }

    private static CronFormatException WrongCount(string expression, List<Range> ranges)
    {
        var position = ranges.Count > 6 ? ranges[6].Start.Value : expression.Length;
        return new CronFormatException(
            expression,
            position,
            $"The cron expression '{expression}' has {ranges.Count} fields, but must have five (minute, hour, day of month, " +
            "month, day of week) or six (seconds first).");
    }

    private static List<Range> Split(string expression)
    {
        var ranges = new List<Range>(6);
        foreach (var range in expression.AsSpan().SplitAny(' ', '\t'))
        {
            if (range.Start.Value != range.End.Value)
                ranges.Add(range);
        }
        return ranges;
    }
}
