namespace StatefulScheduler;

// Collects what touched one occurrence. People read it, so there is room for a few notes only, none of them twice.
internal sealed class TriggerNotes(TimeZoneTable zone)
{
    private const int Room = 6;

    private readonly List<TriggerNote> _notes = [];

    // The zone that was asked for.
    public TimeZoneTable Zone { get; } = zone;

    // What is added is not told any more.
    public bool IsFull => _notes.Count > Room;

    public void Add(TriggerNote note)
    {
        if (_notes.Contains(note))
            return;
        if (!IsFull)
            _notes.Add(_notes.Count < Room ? note : new MoreNote());
    }

    // The last one is always said to be so.
    public void AddEnd(EndNote note) => _notes.Add(note);

    // In words, and empty again for the next occurrence.
    public string? Take(NoteWords words)
    {
        if (_notes.Count == 0)
            return null;

        var text = words.Join(_notes.Select(words.Say));
        _notes.Clear();
        return text;
    }
}
