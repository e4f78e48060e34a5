namespace StatefulScheduler.Stores;

// What a claim may still return: so many jobs, and so many bytes of state, but one job at least.
internal struct ClaimRoom(int most, long bytes)
{
    private bool full;

    public int Count { get; private set; }

    public readonly bool IsLeft => !full && Count < most;

    public bool Take(int size)
    {
        full = Count > 0 && size > bytes;
        if (full)
            return false;
        bytes -= size;
        Count++;
        return true;
    }
}
