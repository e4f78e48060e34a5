namespace StatefulScheduler.Engine;

// How many claims a pump takes at once: about 200 µs of work, learnt from the batches before.
internal sealed class BatchSize
{
    private static readonly TimeSpan Budget = TimeSpan.FromMicroseconds(200);
    private double meanTicks = Budget.Ticks / 8.0;

    public int Next(int most) => (int)Math.Clamp(Budget.Ticks / meanTicks, 1, most);

    public void Learn(TimeSpan elapsed, int runs)
    {
        if (runs > 0)
            meanTicks = Math.Max(0.1, (0.7 * meanTicks) + (0.3 * elapsed.Ticks / runs));
    }
}
