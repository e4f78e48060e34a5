using System.Diagnostics;

namespace StatefulScheduler.Benchmarks.Measuring;

// Collected latencies, in microseconds. Room is made before, so that nothing is allocated while it is measured.
internal sealed class Latencies(int room)
{
    private readonly double[] values = new double[room];
    private int count;

    public int Count => Math.Min(Volatile.Read(ref count), values.Length);

    public double P50 => At(0.50);

    public double P99 => At(0.99);

    public void Add(double microseconds)
    {
        var at = Interlocked.Increment(ref count) - 1;
        if (at < values.Length)
            values[at] = microseconds;
    }

    public void AddSince(long timestamp) => Add(Stopwatch.GetElapsedTime(timestamp).TotalMicroseconds);

    public void Clear() => Volatile.Write(ref count, 0);

    private double At(double share)
    {
        var sorted = values.AsSpan(0, Count).ToArray();
        Array.Sort(sorted);
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
