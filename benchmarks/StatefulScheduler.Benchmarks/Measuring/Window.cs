using System.Diagnostics;

namespace StatefulScheduler.Benchmarks.Measuring;

// What happened in the process during a while.
internal readonly record struct Window(long Count, TimeSpan Elapsed, long Bytes, TimeSpan Cpu)
{
    public double PerSecond => Count / Elapsed.TotalSeconds;

    public double BytesEach => (double)Bytes / Count;

    public double CpuMicrosecondsEach => Cpu.TotalMicroseconds / Count;

    // In percent of one core.
    public double CpuShare => 100 * (Cpu / Elapsed);

    // Measured by a thread of its own: whoever saturates the pool must not be able to move the ends of the window.
    public static Task<Window> MeasureAsync(CompareOptions options, Func<long> count) => MeasureAsync(options.WarmUp, options.Window, count);

    public static Task<Window> MeasureAsync(TimeSpan warmUp, TimeSpan duration, Func<long> count)
    {
        var measured = new TaskCompletionSource<Window>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            Thread.Sleep(warmUp);
            var (counted, bytes, cpu, began) = (count(), GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            Thread.Sleep(duration);
            var elapsed = Stopwatch.GetElapsedTime(began);
            measured.SetResult(new(count() - counted, elapsed, GC.GetTotalAllocatedBytes(precise: true) - bytes, Environment.CpuUsage.TotalTime - cpu));
        }) { IsBackground = true, Name = "window", Priority = ThreadPriority.AboveNormal }.Start();
        return measured.Task;
    }
}
