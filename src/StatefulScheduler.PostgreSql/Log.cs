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

    [LoggerMessage(6020, LogLevel.Information, "Store '{Store}': making the index {Index} on the states' member '{Member}'. It reads every job, and waits for transactions that are open in the database; nobody is kept from writing.")]
    public static partial void MakingIndex(ILogger logger, string store, string index, string member);

    [LoggerMessage(6021, LogLevel.Warning, "Store '{Store}': the index {Index} on the states' member '{Member}' could not be made. Queries for it are right, but read every job; it is tried again at the next start.")]
    public static partial void IndexFailed(ILogger logger, string store, string index, string member, Exception exception);
}
