namespace StatefulScheduler;

// One trigger without signs and clauses: a keyword with its values, or cron.
internal static class TriggerAtom
{
    public static Trigger Parse(string text, TriggerToken[] words)
    {
        if (CalendarParser.Fits(words))
            return CalendarParser.Parse(text, words);
        if (Array.FindIndex(words, word => word.Is("from")) is var from and >= 0 && from + 1 < words.Length)
            TriggerText.ParseInstant(text, words[from + 1]); // only dates come here, which it refuses

        return words switch
        {
            [var now] when now.Is("now") => Trigger.Now,
            [var never] when never.Is("never") => Trigger.Never,
            [var at, var time] when at.Is("at") => Trigger.At(TriggerText.ParseInstant(text, time)),
            [var at, var time, ..] when at.Is("at") => Trigger.At(TriggerText.ParseWallTime(text, time), string.Join(' ', words.Skip(2).Select(word => word.Text))),
            [var every, var interval] when every.Is("every") => Trigger.Every(TriggerText.ParseDuration(text, interval)),
            [var after, var each, var run, var delay] when after.Is("after") && each.Is("each") && run.Is("run") =>
                Trigger.AfterEachRun(TriggerText.ParseDuration(text, delay)),
            [var first, ..] when IsKeyword(first) => throw TriggerText.Refuse(
                text,
                first.Position,
                $"'{Raw(text, words)}' is not complete or goes on too long; write now, never, at <instant>, every <duration>, " +
                "every <period> at <time> or after each run <duration>"),
            _ => CronText.Parse(Raw(text, words)),
        };
    }

    private static bool IsKeyword(TriggerToken word) =>
        word.Is("now") || word.Is("never") || word.Is("at") || word.Is("every") || word.Is("after");

    private static string Raw(string text, TriggerToken[] words) => text[words[0].Position..words[^1].End];
}
