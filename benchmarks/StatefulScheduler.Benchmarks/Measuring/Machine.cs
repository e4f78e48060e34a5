using System.Reflection;
using System.Runtime;
using System.Runtime.InteropServices;

namespace StatefulScheduler.Benchmarks.Measuring;

// What the figures were taken on.
internal static class Machine
{
    public static string QuartzName { get; } = $"Quartz.NET {VersionOf(typeof(Quartz.IScheduler))}";

    public static string PollyName { get; } = $"Polly.Core {VersionOf(typeof(Polly.ResiliencePipeline))}";

    public static string JsonWebTokenHandlerName { get; } = $"JsonWebTokenHandler {VersionOf(typeof(Microsoft.IdentityModel.JsonWebTokens.JsonWebTokenHandler))}";

    public static string Line() =>
        $"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, "
        + $"{(GCSettings.IsServerGC ? "server" : "workstation")} GC, StatefulScheduler {VersionOf(typeof(IScheduler))}, {QuartzName}, {PollyName}, "
        + $"Microsoft.Data.Sqlite {VersionOf(typeof(Microsoft.Data.Sqlite.SqliteConnection))}, load {Load()}, {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC";

    public static void CollectGarbage()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }

    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";

    // Others may be busy on the machine: then the figures are worth less.
    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "?";
}
