using StatefulScheduler.Benchmarks.Measuring;

namespace StatefulScheduler.Benchmarks.Postgres;

// What happened during a while, in this process and on the server.
internal readonly record struct ServerWindow(Window Own, ServerUse Server)
{
    public double PerSecond => Own.PerSecond;

    public double ServerCpuEach => Server.CpuMicroseconds / Own.Count;

    public double OwnCpuEach => Own.CpuMicrosecondsEach;

    public double WalEach => Server.WalBytes / Own.Count;

    // The server is asked outside the window: before its first count, and after its last.
    public static async Task<ServerWindow> MeasureAsync(CompareOptions options, BenchServer server, Func<long> count)
    {
        ServerUse? first = null;
        ServerUse last = default;
        var window = await Window.MeasureAsync(options, () =>
        {
            if (first is null)
            {
                first = ServerUse.Read(server);
                return count();
            }

            var counted = count();
            last = ServerUse.Read(server);
            return counted;
        });
        return new(window, last - first!.Value);
    }
}
