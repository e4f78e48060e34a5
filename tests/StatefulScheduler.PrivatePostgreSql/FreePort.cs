using System.Net;
using System.Net.Sockets;

namespace StatefulScheduler.PrivatePostgreSql;

// A port on the loopback address that nobody listens on. Below the range from which systems give ports to outgoing connections: such a one could be
// given away while the server is stopped, even to a client that tries to connect to it and would then talk to itself.
internal static class FreePort
{
    private const int First = 20_000;
    private const int End = 30_000;
    private const int Attempts = 100;

    public static int Find()
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var port = Random.Shared.Next(First, End);
            if (IsFree(port))
                return port;
        }

        throw new InvalidOperationException($"Of {Attempts} ports between {First} and {End} on 127.0.0.1, none was free.");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
