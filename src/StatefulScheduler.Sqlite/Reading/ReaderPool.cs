using System.Collections.Concurrent;

namespace StatefulScheduler.Sqlite;

// Reading connections: as many as are used at once, and a few of them kept. Thread-safe.
internal sealed class ReaderPool(Func<StoreReader> open) : IDisposable
{
    private const int Kept = 4;

    private readonly ConcurrentBag<StoreReader> idle = [];
    private volatile bool closed;

    public bool IsClosed => closed;

    public T Read<T>(Func<StoreReader, T> read)
    {
        if (!idle.TryTake(out var reader))
            reader = open();
        var sound = false;
        try
        {
            var answer = read(reader);
            sound = true;
            return answer;
        }
        finally
        {
            if (sound && !closed && idle.Count < Kept)
                idle.Add(reader);
            else
                reader.Dispose();
        }
    }

    public void Dispose()
    {
        closed = true;
        while (idle.TryTake(out var reader))
            reader.Dispose();
    }
}
