namespace StatefulScheduler;

// What touched an occurrence: data only, the words are NoteWords'. Wall times are by the clocks of the zone that the note
// names; where it names none, of the zone that was asked for.
internal abstract record TriggerNote;

// The clocks skipped the wall times from First to Last (one: both alike). Null: they do not fire.
internal sealed record GapNote(string Zone, DateTime First, DateTime Last, DateTime? FiresAt) : TriggerNote;

// The clocks show the wall time twice.
internal sealed record OverlapNote(string Zone, DateTime WallTime, OverlapTurn Turn) : TriggerNote;

internal enum OverlapTurn
{
    FirstOnly,
    LastOnly,
    FirstOfBoth,
    LastOfBoth,
}

// One occurrence was excluded (Second is null), two (Second is Last), or several. By day: a whole date was.
internal sealed record ExcludedNote(string? Zone, bool ByDay, DateTime First, DateTime? Second, DateTime Last) : TriggerNote;

// A random delay was added to the occurrence.
internal sealed record JitterNote(DateTime WallTime, TimeSpan Delay) : TriggerNote;

// So many months that were looked in have no such day, the first and the last of them (one: both alike). Null: they are passed over.
internal sealed record MissingDayNote(int Day, DateOnly First, DateOnly Last, int Months, DateOnly? FiresOn) : TriggerNote;

// The next occurrence counts from the end of a run that has not begun.
internal sealed record AfterRunNote : TriggerNote;

// More touched it than there is room for.
internal sealed record MoreNote : TriggerNote;

// There is no further occurrence: because of the given end, or by the nature of the trigger.
internal sealed record EndNote(DateTime? End) : TriggerNote;
