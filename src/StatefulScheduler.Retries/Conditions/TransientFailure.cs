using System.Data.Common;
using System.Net;
using System.Net.Sockets;

namespace StatefulScheduler.Retries;

// Failures that may have passed a moment later. A missing file or a refused login will not have.
internal static class TransientFailure
{
    public static bool Is(Exception exception) => exception switch
    {
        HttpRequestException { StatusCode: { } status } => Is(status),
        HttpRequestException or TimeoutException or SocketException or OperationCanceledException => true,
        DbException database => database.IsTransient,
        FileNotFoundException or DirectoryNotFoundException or DriveNotFoundException or PathTooLongException or FileLoadException => false,
        IOException => true,
        AggregateException { InnerExceptions: [{ } only] } => Is(only),
        _ => false,
    };

    // 501 and 505: the server cannot, now or later.
    private static bool Is(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or (>= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented and not HttpStatusCode.HttpVersionNotSupported);
}
