using System.Diagnostics;

namespace StatefulScheduler.Benchmarks.Measuring;

// How long ago an instant was, by the stopwatch: the two clocks are laid beside each other once, so that a correction of the wall clock shows nowhere.
internal sealed class InstantClock
{
    private readonly DateTimeOffset origin = DateTimeOffset.UtcNow;
    private readonly long timestamp = Stopwatch.GetTimestamp();

    public double MicrosecondsSince(DateTimeOffset instant) => (Stopwatch.GetElapsedTime(timestamp) - (instant - origin)).TotalMicroseconds;
}
