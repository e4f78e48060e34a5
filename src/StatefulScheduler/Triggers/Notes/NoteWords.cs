using System.Globalization;

namespace StatefulScheduler;

// Says notes in one language. Dates and times look alike in all of them: as ISO 8601 writes them, seconds only where there are any.
internal abstract class NoteWords
{
    public static NoteWords For(CultureInfo culture) =>
        culture.TwoLetterISOLanguageName == "zh" ? ChineseWords.Instance : EnglishWords.Instance;

    public string Say(TriggerNote note) => note switch
    {
        GapNote gap => Gap(gap),
        OverlapNote overlap => Overlap(overlap),
        ExcludedNote excluded => Excluded(excluded),
        JitterNote jitter => Jitter(jitter),
        MissingDayNote missing => MissingDay(missing),
        AfterRunNote => AfterRun,
        MoreNote => More,
        EndNote end => End(end),
        _ => throw new ArgumentOutOfRangeException(nameof(note), note, "There are no words for this kind of note."),
    };

    public abstract string Join(IEnumerable<string> notes);

    protected abstract string Gap(GapNote note);

    protected abstract string Overlap(OverlapNote note);

    protected abstract string Excluded(ExcludedNote note);

    protected abstract string Jitter(JitterNote note);

    protected abstract string MissingDay(MissingDayNote note);

    protected abstract string AfterRun { get; }

    protected abstract string More { get; }

    protected abstract string End(EndNote note);

    protected static string Date(DateTime time) => Format(time, "yyyy-MM-dd");

    protected static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    protected static string Month(DateOnly date) => date.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    protected static string Time(DateTime time) => time.Ticks % TimeSpan.TicksPerMinute == 0 ? Format(time, "HH:mm") : TimeToTheSecond(time);

    protected static string TimeToTheSecond(DateTime time) => Format(time, "HH:mm:ss.FFFFFFF");

    protected static string DateAndTime(DateTime time) => $"{Date(time)} {Time(time)}";

    // The date only where it is another one than the reader is told already.
    protected static string TimeBeside(DateTime time, DateTime other) => time.Date == other.Date ? Time(time) : DateAndTime(time);

    protected static string Duration(TimeSpan time, string hours, string minutes, string seconds, string milliseconds)
    {
        if (time < TimeSpan.FromSeconds(1))
            return $"{Number(time.TotalMilliseconds)} {milliseconds}";

        // Rounded before it is split, or 59.96 seconds would be 60.
        var tenths = (long)Math.Round(time.TotalSeconds * 10);
        (double Value, string Unit)[] parts = [(tenths / 36_000, hours), (tenths / 600 % 60, minutes), (tenths % 600 / 10.0, seconds)];
        return string.Join(' ', parts.Where(part => part.Value != 0).Select(part => $"{Number(part.Value)} {part.Unit}"));
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Format(DateTime time, string format) => time.ToString(format, CultureInfo.InvariantCulture);
}
