namespace StatefulScheduler.PostgreSql;

// What the node has been told about when something is due next, and what has become due earlier since. Thread-safe.
internal sealed class DueWatch
{
    private readonly Lock gate = new();
    private readonly List<Look> looks = [];
    private long told = long.MaxValue;

    // Raised outside the lock.
    public event Action? Earlier;

    // A claim begins: what is noted from now on may not be seen by it.
    public Look Begin()
    {
        var look = new Look();
        lock (gate)
            looks.Add(look);
        return look;
    }

    // A claim has ended, and found nothing due before next. What was noted meanwhile it may not have seen: then it is told at once.
    public void End(Look look, long? next)
    {
        bool earlier;
        lock (gate)
        {
            looks.Remove(look);
            told = next ?? long.MaxValue;
            earlier = look.Noted < told;
        }

        if (earlier)
            Earlier?.Invoke();
    }

    // A claim has failed: nobody knows what is due.
    public void Fail(Look look)
    {
        lock (gate)
        {
            looks.Remove(look);
            told = long.MaxValue;
        }
    }

    // Something has become due at an instant.
    public void Note(long due)
    {
        bool earlier;
        lock (gate)
        {
            foreach (var look in looks)
                look.Noted = Math.Min(look.Noted, due);
            earlier = due < told;
        }

        if (earlier)
            Earlier?.Invoke();
    }

    // Something may be due of which nobody knows when.
    public void Wake() => Earlier?.Invoke();

    internal sealed class Look
    {
        public long Noted { get; set; } = long.MaxValue;
    }
}
