using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace StatefulScheduler.PostgreSql.Tests;

// Stands between a client and the server, as a pooler does. Silent: it keeps notifications to itself, or, when it is deaf, all that the server says.
// Connections must not be encrypted.
internal sealed class SilencingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> connections = [];
    private readonly int server;
    private readonly Task accepting;

    public SilencingProxy(int server)
    {
        this.server = server;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public bool SwallowsNotifications { get; set; }

    public bool SwallowsAll { get; set; }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        foreach (var connection in connections)
            connection.Dispose();
        await accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                var backend = new TcpClient();
                connections.Add(client);
                connections.Add(backend);
                await backend.ConnectAsync(IPAddress.Loopback, server);
                _ = EndingTogetherAsync(client, backend);
            }
        }
        catch (SocketException)
        {
            // Stopped.
        }
        catch (ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task EndingTogetherAsync(TcpClient client, TcpClient backend)
    {
        try
        {
            await Task.WhenAny(client.GetStream().CopyToAsync(backend.GetStream()), AnswerAsync(backend.GetStream(), client.GetStream()));
        }
        catch (InvalidOperationException)
        {
            // One of them has gone already.
        }

        client.Dispose();
        backend.Dispose();
    }

    // Message by message: a letter, a length, a body.
    private async Task AnswerAsync(NetworkStream backend, NetworkStream client)
    {
        var head = new byte[5];
        while (true)
        {
            await backend.ReadExactlyAsync(head);
            var body = new byte[System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) - 4];
            await backend.ReadExactlyAsync(body);
            if (SwallowsAll || (SwallowsNotifications && head[0] == 'A'))
                continue;
            await client.WriteAsync((byte[])[.. head, .. body]);
        }
    }
}
