using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.Sqlite;

// The rows that the writer has used lately, so that a commit need not read what the claim has just read. Bounded by the bytes of their states, in two
// generations; rows with open runs stay: their leases count on the monotonic clock, which the file does not know.
internal sealed class RowCache
{
    private const long GenerationBytes = 16 << 20;
    private const int RowOverhead = 600;

    private Dictionary<long, JobRow> young = [];
    private Dictionary<long, JobRow> old = [];
    private long bytes;

    public JobRow? Find(long id)
    {
        if (young.TryGetValue(id, out var row))
            return row;
        if (!old.Remove(id, out row))
            return null;

        Put(row);
        return row;
    }

    public void Put(JobRow row)
    {
        if (bytes > GenerationBytes)
            Turn();
        bytes += RowOverhead + row.State.Utf8.Length;
        young[row.Id] = row;
    }

    public void Remove(long id)
    {
        young.Remove(id);
        old.Remove(id);
    }

    public void Clear()
    {
        young = [];
        old = [];
        bytes = 0;
    }

    private void Turn()
    {
        bytes = 0;
        var next = new Dictionary<long, JobRow>();
        foreach (var (id, row) in old)
        {
            if (row.Open.Count > 0)
                next[id] = row;
        }

        old = young;
        young = next;
    }
}
