using System.Diagnostics;

namespace StatefulScheduler.Benchmarks.Measuring;

// What one call costs.
internal readonly record struct Cost(double Nanoseconds, double Bytes);

// Times short calls: many in a row on this thread, for as long as a window lasts.
internal static class Stopwatches
{
    // Ours and the peer's, window by window, each once before to warm up.
    public static void InTurns(CompareOptions options, Report report, string name, int calls, Action ours, Action peer, string peerName)
    {
        var window = options.Window / 8;
        Time(ours, calls, window);
        Time(peer, calls, window);
        var pairs = new Pairs<Cost>(peerName);
        for (var round = 0; round < options.Rounds * 3; round++)
            pairs.Add(Time(ours, calls, window), Time(peer, calls, window));
        report.Add(pairs.Figure(name, "ns", Better.Lower, cost => cost.Nanoseconds));
        report.Add(pairs.Figure($"{name}, bytes", "B", Better.Lower, cost => Math.Round(cost.Bytes)));
    }

    // `batch` makes `calls` calls.
    private static Cost Time(Action batch, int calls, TimeSpan window)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        var batches = 0;
        do
        {
            batch();
            batches++;
        }
        while (Stopwatch.GetElapsedTime(started) < window);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var made = (double)batches * calls;
        return new(elapsed.TotalNanoseconds / made, (GC.GetAllocatedBytesForCurrentThread() - allocated) / made);
    }
}
