namespace StatefulScheduler;

internal sealed class EnglishWords : NoteWords
{
    public static readonly EnglishWords Instance = new();

    public override string Join(IEnumerable<string> notes) => string.Join("; ", notes);

    protected override string Gap(GapNote note)
    {
        var fires = note.FiresAt is { } at ? TimeBeside(at, note.Last) : null;
        if (note.First == note.Last)
            return $"{Time(note.First)} does not exist on {Date(note.First)} in {note.Zone}: " +
                (fires is null ? "does not fire that day" : $"fires at {fires}");

        var times = note.First.Date == note.Last.Date
            ? $"{Time(note.First)} to {Time(note.Last)} do not exist on {Date(note.First)}"
            : $"{DateAndTime(note.First)} to {DateAndTime(note.Last)} do not exist";
        return $"{times} in {note.Zone}: " + (fires is null ? "do not fire" : $"fire once, at {fires}");
    }

    protected override string Overlap(OverlapNote note) =>
        $"{Time(note.WallTime)} occurs twice on {Date(note.WallTime)} in {note.Zone}: " + note.Turn switch
        {
            OverlapTurn.FirstOnly => "fires the first time only",
            OverlapTurn.LastOnly => "fires the second time only",
            OverlapTurn.FirstOfBoth => "this is the first of the two",
            _ => "this is the second of the two",
        };

    protected override string Excluded(ExcludedNote note)
    {
        var (first, last) = (note.First, note.Last);
        var zone = note.Zone is null ? "" : $" in {note.Zone}";
        var joined = note.Second == last ? "and" : "to";
        if (note.ByDay && first.Date == last.Date)
            return $"{Date(first)} is excluded{zone}: " +
                (note.Second is null ? $"{Time(first)} does not fire" : $"{Time(first)} {joined} {Time(last)} do not fire");
        if (note.ByDay && note.Second == last && first.TimeOfDay == last.TimeOfDay)
            return $"{Date(first)} and {Date(last)} are excluded{zone}: {Time(first)} does not fire";
        return note.Second is null
            ? $"{DateAndTime(first)} is excluded{zone}"
            : $"{DateAndTime(first)} {joined} {TimeBeside(last, first)} are excluded{zone}";
    }

    protected override string Jitter(JitterNote note) =>
        $"{TimeToTheSecond(note.WallTime)} plus {Duration(note.Delay, "h", "min", "s", "ms")} of jitter";

    protected override string MissingDay(MissingDayNote note)
    {
        var months = note.Months switch
        {
            1 => $"{Month(note.First)} has",
            2 => $"{Month(note.First)} and {Month(note.Last)} have",
            _ => $"{note.Months} months from {Month(note.First)} to {Month(note.Last)} have",
        };
        return $"{months} no day {note.Day}: " + (note.FiresOn is { } date ? $"fires on {Date(date)}" : "passed over");
    }

    protected override string AfterRun => "the next one counts from the end of this run";

    protected override string More => "and more";

    protected override string End(EndNote note) => note.End is { } end ? $"the last one: ends at {DateAndTime(end)}" : "the last one";
}
