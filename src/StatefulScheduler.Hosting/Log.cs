using Microsoft.Extensions.Logging;

namespace StatefulScheduler.Hosting;

internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Warning, "Scheduler '{Scheduler}' has {Jobs} declared jobs, and nothing has started it: they do not run. Say StartWithHost() where it is added, or call StartAsync() on it.")]
    public static partial void NotStarted(ILogger logger, string scheduler, int jobs);
}
