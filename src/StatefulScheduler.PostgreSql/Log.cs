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

    [LoggerMessage(6004, LogLevel.Warning, "Store '{Store}': the server cannot be used yet; opening waits up to {StartWait} for it. {Problem}")]
    public static partial void WaitsForServer(ILogger logger, string store, TimeSpan startWait, string problem);

    [LoggerMessage(6005, LogLevel.Debug, "Store '{Store}': a notification could not be sent. Other nodes find by themselves what it was about, only later.")]
    public static partial void AnnouncementFailed(ILogger logger, string store, Exception exception);

    [LoggerMessage(6006, LogLevel.Warning, "Store '{Store}': notifications of other nodes do not arrive. Until they do, this node looks every {Interval} for what is due; nothing is lost. Behind a pooler in transaction mode turn Listens off.")]
    public static partial void HearsNothing(ILogger logger, string store, TimeSpan interval, Exception exception);

    [LoggerMessage(6007, LogLevel.Debug, "Store '{Store}': notifications still do not arrive.")]
    public static partial void StillHearsNothing(ILogger logger, string store, Exception exception);

    [LoggerMessage(6008, LogLevel.Information, "Store '{Store}': notifications arrive again.")]
    public static partial void HearsAgain(ILogger logger, string store);

    [LoggerMessage(6009, LogLevel.Warning, "Store '{Store}': maintenance of {Task} failed, and will be tried again. Jobs run on; what should have been removed stays until then.")]
    public static partial void MaintenanceFailed(ILogger logger, string store, string task, Exception exception);

    [LoggerMessage(6010, LogLevel.Debug, "Store '{Store}': maintenance of {Task} still fails.")]
    public static partial void MaintenanceStillFails(ILogger logger, string store, string task, Exception exception);

    [LoggerMessage(6011, LogLevel.Information, "Store '{Store}': the ended runs of {Day} stay in the table job_run_other: there are too many of them to be moved.")]
    public static partial void DayLeft(ILogger logger, string store, string day);

    [LoggerMessage(6012, LogLevel.Debug, "Store '{Store}': a connection could not be closed properly. The server ends it by itself.")]
    public static partial void CloseFailed(ILogger logger, string store, Exception exception);

    [LoggerMessage(6020, LogLevel.Information, "Store '{Store}': making the index {Index} on the states' member '{Member}'. It reads every job, and waits for transactions that are open in the database; nobody is kept from writing.")]
    public static partial void MakingIndex(ILogger logger, string store, string index, string member);

    [LoggerMessage(6021, LogLevel.Warning, "Store '{Store}': the index {Index} on the states' member '{Member}' could not be made. Queries for it are right, but read every job; it is tried again at the next start.")]
    public static partial void IndexFailed(ILogger logger, string store, string index, string member, Exception exception);
}
