using System.Runtime.CompilerServices;

namespace StatefulScheduler.Benchmarks.Measuring;

// Counts firings on many threads without making them wait for one another: each thread has a cell of its own.
internal static class FiringCounter
{
    private static readonly Lock Gate = new();
    private static readonly List<StrongBox<long>> Cells = [];

    [ThreadStatic]
    private static StrongBox<long>? mine;

    public static long Total
    {
        get
        {
            lock (Gate)
                return Cells.Sum(cell => Volatile.Read(ref cell.Value));
        }
    }

    public static void Count() => (mine ?? NewCell()).Value++;

    private static StrongBox<long> NewCell()
    {
        mine = new StrongBox<long>();
        lock (Gate)
            Cells.Add(mine);
        return mine;
    }
}
