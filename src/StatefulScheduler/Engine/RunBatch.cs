using System.Diagnostics.CodeAnalysis;

namespace StatefulScheduler.Engine;

// The claims of one pump: some not begun, some ended and not committed. A tiny lock for each step makes it rescuable: when a job holds up the
// pump's thread, another pump takes what is left.
internal sealed class RunBatch(int size)
{
    private readonly Lock gate = new();
    private readonly Queue<JobExecution> ready = new(size);
    private readonly Queue<JobExecution> ended = new(size);
    private long steps;
    private long stepsSeen = -1;

    public bool HasWork
    {
        get
        {
            lock (gate)
                return ready.Count + ended.Count > 0;
        }
    }

    public void Add(JobExecution run)
    {
        lock (gate)
            ready.Enqueue(run);
    }

    public void Add(ReadOnlySpan<JobExecution> runs)
    {
        lock (gate)
        {
            foreach (var run in runs)
                ready.Enqueue(run);
        }
    }

    // One step, under one lock: hands in the run that has just ended, if any, and takes the next.
    public bool TryTake(JobExecution? justEnded, [MaybeNullWhen(false)] out JobExecution run)
    {
        lock (gate)
        {
            steps++;
            if (justEnded is not null)
                ended.Enqueue(justEnded);
            return ready.TryDequeue(out run);
        }
    }

    public void AddEnded(JobExecution run)
    {
        lock (gate)
            ended.Enqueue(run);
    }

    public int TakeEnded(JobExecution[] buffer)
    {
        lock (gate)
        {
            steps++;
            var count = 0;
            while (count < buffer.Length && ended.TryDequeue(out var run))
                buffer[count++] = run;
            return count;
        }
    }

    public void MoveReady(Action<JobExecution> taker)
    {
        lock (gate)
        {
            while (ready.TryDequeue(out var run))
                taker(run);
        }
    }

    // True: the pump has stood still since the last look, and what it held was handed over.
    public bool Rescue(Action<JobExecution> takeReady, Action<JobExecution> takeEnded)
    {
        lock (gate)
        {
            if (stepsSeen != steps)
            {
                stepsSeen = steps;
                return false;
            }

            while (ready.TryDequeue(out var run))
                takeReady(run);
            while (ended.TryDequeue(out var run))
                takeEnded(run);
            return true;
        }
    }
}
