namespace StatefulScheduler.Retries.Tests.Allocation;

internal static class Allocations
{
    private const int WarmUp = 2_000;
    private const int Window = 200;
    private const int Windows = 10;

    // The least of several windows: what a call allocates is in each of them, what the runtime does now and then on this thread is not. Everything must happen on this thread.
    public static double BytesPerCall(Action call)
    {
        Repeat(call, WarmUp);
        var least = long.MaxValue;
        for (var window = 0; window < Windows; window++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Repeat(call, Window);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least / (double)Window;
    }

    private static void Repeat(Action call, int times)
    {
        for (var i = 0; i < times; i++)
            call();
    }
}
