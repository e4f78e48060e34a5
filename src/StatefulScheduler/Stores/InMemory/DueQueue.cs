using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace StatefulScheduler.Stores;

// Jobs by due time: a 4-ary heap with the keys beside the references, so that a comparison touches no job. Equal times keep the order of insertion,
// which makes every run of the same program the same. Guarded by the store's lock.
internal sealed class DueQueue
{
    private Entry[] heap = new Entry[16];
    private int count;
    private long sequence;

    public long? NextKey => count == 0 ? null : heap[0].Key;

    public void Insert(JobSlot job, long key)
    {
        if (job.HeapIndex >= 0)
            Remove(job);
        if (count == heap.Length)
            Array.Resize(ref heap, count * 2);
        SiftUp(count++, new Entry(key, sequence++, job));
    }

    public bool Holds(JobSlot job) => job.HeapIndex >= 0 && job.HeapIndex < count && ReferenceEquals(heap[job.HeapIndex].Job, job);

    public bool TryPeek(long now, [MaybeNullWhen(false)] out JobSlot job)
    {
        job = count == 0 || heap[0].Key > now ? null : heap[0].Job;
        return job is not null;
    }

    public void Remove(JobSlot job)
    {
        if (job.HeapIndex >= 0)
            RemoveAt(job.HeapIndex);
    }

    private void RemoveAt(int index)
    {
        heap[index].Job.HeapIndex = -1;
        var last = heap[--count];
        heap[count] = default;
        if (index == count)
            return;
        if (index > 0 && last.IsBefore(heap[(index - 1) >> 2]))
            SiftUp(index, last);
        else
            SiftDown(index, last);
    }

    private void SiftUp(int index, Entry entry)
    {
        while (index > 0)
        {
            var parent = (index - 1) >> 2;
            if (!entry.IsBefore(heap[parent]))
                break;
            Put(index, heap[parent]);
            index = parent;
        }

        Put(index, entry);
    }

    private void SiftDown(int index, Entry entry)
    {
        for (; ; )
        {
            var first = (index << 2) + 1;
            if (first >= count)
                break;
            var least = first;
            for (var child = first + 1; child < Math.Min(first + 4, count); child++)
            {
                if (heap[child].IsBefore(heap[least]))
                    least = child;
            }

            if (!heap[least].IsBefore(entry))
                break;
            Put(index, heap[least]);
            index = least;
        }

        Put(index, entry);
    }

    private void Put(int index, in Entry entry)
    {
        heap[index] = entry;
        entry.Job.HeapIndex = index;
    }

    private readonly record struct Entry(long Key, long Sequence, JobSlot Job)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool IsBefore(in Entry other) => Key < other.Key || (Key == other.Key && Sequence < other.Sequence);
    }
}
