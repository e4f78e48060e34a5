using System.Net;
using System.Net.Sockets;

namespace StatefulScheduler.PostgreSql.Tests;

// A port that nobody listens on.
internal static class UnusedPort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
