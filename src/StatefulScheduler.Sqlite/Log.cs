using Microsoft.Extensions.Logging;

namespace StatefulScheduler.Sqlite;

internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Information, "Store '{Store}' is open: {File}, epoch {Epoch}. Interrupted runs of the last owner that will be taken over: {Interrupted}.")]
    public static partial void Opened(ILogger logger, string store, string file, long epoch, int interrupted);

    [LoggerMessage(5002, LogLevel.Error, "Store '{Store}': {Problem} A group of writes was not stored.")]
    public static partial void GroupFailed(ILogger logger, string store, string problem, Exception exception);

    [LoggerMessage(5003, LogLevel.Error, "Store '{Store}': a handler of DueEarlier failed.")]
    public static partial void HandlerFailed(ILogger logger, string store, Exception exception);
}
