using Microsoft.Extensions.Logging;

namespace StatefulScheduler.PostgreSql;

internal static partial class Log
{
    [LoggerMessage(6001, LogLevel.Information, "Store '{Store}' is open: {Database}, schema {Schema}, PostgreSQL {Version}.")]
    public static partial void Opened(ILogger logger, string store, string database, string schema, string version);

    [LoggerMessage(6002, LogLevel.Warning, "Store '{Store}': some due jobs could not be claimed now; they stay due.")]
    public static partial void ClaimFailed(ILogger logger, string store, Exception exception);

    [LoggerMessage(6003, LogLevel.Error, "Store '{Store}': a handler of DueEarlier failed.")]
    public static partial void HandlerFailed(ILogger logger, string store, Exception exception);
}
