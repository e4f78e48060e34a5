using System.Globalization;

namespace StatefulScheduler;

// The next occurrences of a trigger, each with what touched it.
internal sealed class TriggerPreview(Trigger trigger, TimeZoneTable zone, CultureInfo culture)
{
    public const int Most = 10_000;

    private readonly TriggerNotes _notes = new(zone);
    private readonly NoteWords _words = NoteWords.For(culture);

    public static void CheckCount(int count)
    {
        if (count is < 1 or > Most)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"The number of occurrences to list must be from 1 to {Most}.");
    }

    // As if each run took no time.
    public List<TriggerOccurrence> List(TriggerContext context, int count) => List(context, trigger.Next(in context), count, waits: false);

    // The first occurrence is given. Where what follows counts from the end of a run, it is the only one.
    public List<TriggerOccurrence> ListFrom(TriggerContext context, DateTimeOffset first, int count) =>
        List(context, first, count, trigger.WaitsForRuns);

    private List<TriggerOccurrence> List(TriggerContext context, DateTimeOffset? first, int count, bool waits)
    {
        var list = new List<TriggerOccurrence>();
        for (var next = first; next is { } at && list.Count < count;)
        {
            trigger.Explain(in context, at, _notes);
            context = context with { Now = at, Previous = at, PreviousEnded = null };
            next = waits ? null : trigger.Next(in context);
            if (waits)
                _notes.Add(new AfterRunNote());
            else if (next is null)
                AddEnd(in context, at);
            list.Add(new TriggerOccurrence(at, zone.ToWallTime(at), _notes.Take(_words)));
        }
        return list;
    }

    // What was left out after the last one has no other place to stand.
    private void AddEnd(in TriggerContext context, DateTimeOffset last)
    {
        trigger.Explain(in context, DateTimeOffset.MaxValue, _notes);
        _notes.AddEnd(new EndNote(trigger.NotAfter is { } end && end >= last ? zone.ToWallTime(end) : null));
    }
}
