namespace StatefulScheduler.Engine;

// How many claims a pump takes at once: about 200 µs of work, learnt from the batches before.
internal sealed class BatchSize
{
    private static readonly TimeSpan Budget = TimeSpan.FromMicroseconds(200);
    private double meanTicks = Budget.Ticks / 8.0;

    // Whether the jobs of the last batch ended where they began, rather than waiting for something.
    public bool StaysOnThread { get; private set; }

    public int Next(int most) => (int)Math.Clamp(Budget.Ticks / meanTicks, 1, most);

    // left: how many of the runs went on elsewhere.
    public void Learn(TimeSpan elapsed, int runs, int left)
    {
        if (runs == 0)
            return;
        StaysOnThread = left == 0;
        meanTicks = Math.Max(0.1, (0.7 * meanTicks) + (0.3 * elapsed.Ticks / runs));
    }
}
