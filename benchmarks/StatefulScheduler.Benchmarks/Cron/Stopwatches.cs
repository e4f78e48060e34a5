using System.Diagnostics;

namespace StatefulScheduler.Benchmarks.Cron;

// What one call costs.
internal readonly record struct Cost(double Nanoseconds, double Bytes);

// Times short calls: many in a row on this thread, for as long as a window lasts.
internal static class Stopwatches
{
    // `batch` makes `calls` calls.
    public static Cost Time(Action batch, int calls, TimeSpan window)
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
