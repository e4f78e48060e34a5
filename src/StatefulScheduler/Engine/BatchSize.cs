namespace StatefulScheduler.Engine;

// How many claims a pump takes at once: about 200 µs of work or, where an exchange with the store takes longer than that, as much work as it takes.
// Less would leave the pump waiting for the store most of the time; more would hold jobs that another node could begin sooner.
internal sealed class BatchSize
{
    private static readonly TimeSpan Least = TimeSpan.FromMicroseconds(200);
    private double meanTicks = Least.Ticks / 8.0; // Of a job.
    private double exchangeTicks;

    public int Next(int most) => (int)Math.Clamp(Math.Max(Least.Ticks, exchangeTicks) / meanTicks, 1, most);

    public void Learn(TimeSpan elapsed, int runs)
    {
        if (runs > 0)
            meanTicks = Math.Max(0.1, (0.7 * meanTicks) + (0.3 * elapsed.Ticks / runs));
    }

    // One slow exchange says little, a quick one much: whatever holds up the machine makes an exchange longer, and nothing makes it shorter.
    public void LearnExchange(TimeSpan elapsed) => exchangeTicks += (elapsed.Ticks < exchangeTicks ? 0.5 : 0.1) * (elapsed.Ticks - exchangeTicks);
}
