namespace StatefulScheduler.Retries;

// Finagle's budget, in thousandths of a retry. `balance` is the reserve and the sum of what the slots of the window hold; whoever finds a slot that is too
// old takes its content out of both. A retry is granted by one exchange on `balance`, so never more are granted than were paid for.
internal sealed class RatioBudget : RetryBudget
{
    private const int Retry = 1000;
    private const int Slots = 10;
    private readonly long[] slots = new long[Slots]; // Upper half: which slot of time; lower half: paid in less taken out during it.
    private readonly TimeProvider time;
    private readonly long beganAt;
    private readonly long slotTicks;
    private readonly int payment;
    private long balance;

    public RatioBudget(double ratio, double minPerSecond, TimeSpan window, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ratio, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ratio, 1000);
        ArgumentOutOfRangeException.ThrowIfLessThan(minPerSecond, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minPerSecond, 1_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, TimeSpan.FromSeconds(60));
        this.time = time;
        beganAt = time.GetTimestamp();
        slotTicks = window.Ticks / Slots;
        payment = (int)Math.Round(ratio * Retry);
        balance = (long)(minPerSecond * window.TotalSeconds * Retry);
    }

    public override double Available
    {
        get
        {
            Forget(Slot());
            return Math.Max(0, Volatile.Read(ref balance) / Retry);
        }
    }

    public override void OnStarted() => Add(payment);

    public override bool TryAcquire(in RetryRequest request)
    {
        Forget(Slot());
        while (true)
        {
            var seen = Volatile.Read(ref balance);
            if (seen < Retry)
                return false;
            if (Interlocked.CompareExchange(ref balance, seen - Retry, seen) != seen)
                continue;
            Note(Slot(), -Retry);
            return true;
        }
    }

    public override void OnEnded(in RetriedCall ended)
    {
    }

    private int Slot() => (int)(time.GetElapsedTime(beganAt).Ticks / slotTicks);

    private void Add(int change)
    {
        var slot = Slot();
        Forget(slot);
        Interlocked.Add(ref balance, change);
        Note(slot, change);
    }

    private void Note(int slot, int change)
    {
        ref var cell = ref slots[slot % Slots];
        while (true)
        {
            var seen = Volatile.Read(ref cell);
            var isCurrent = (int)(seen >> 32) >= slot;
            var next = isCurrent ? Pack((int)(seen >> 32), (int)seen + change) : Pack(slot, change);
            if (Interlocked.CompareExchange(ref cell, next, seen) != seen)
                continue;
            if (!isCurrent)
                Interlocked.Add(ref balance, -(int)seen);
            return;
        }
    }

    private void Forget(int slot)
    {
        for (var index = 0; index < Slots; index++)
        {
            ref var cell = ref slots[index];
            var seen = Volatile.Read(ref cell);
            if ((int)seen != 0 && (int)(seen >> 32) <= slot - Slots && Interlocked.CompareExchange(ref cell, Pack((int)(seen >> 32), 0), seen) == seen)
                Interlocked.Add(ref balance, -(int)seen);
        }
    }

    private static long Pack(int slot, int content) => ((long)slot << 32) | (uint)content;
}
