using StatefulScheduler.Benchmarks.Measuring;

namespace StatefulScheduler.Benchmarks.QuartzMemory;

// The limit of anything that gives each firing to the thread pool: 1,000 work items that queue themselves again.
internal static class ThreadPoolLimit
{
    public static async Task<Window> WindowAsync(CompareOptions options)
    {
        var items = new Item[Schedulers.OurGrid.Jobs];
        for (var i = 0; i < items.Length; i++)
            ThreadPool.UnsafeQueueUserWorkItem(items[i] = new Item(), preferLocal: false);
        var window = await Window.MeasureAsync(options, () => FiringCounter.Total);
        foreach (var item in items)
            item.Stops = true;
        Machine.CollectGarbage();
        return window;
    }

    private sealed class Item : IThreadPoolWorkItem
    {
        public volatile bool Stops;

        public void Execute()
        {
            FiringCounter.Count();
            if (!Stops)
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
