using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StatefulScheduler.PostgreSql.Tests;

// Speaks as much of PostgreSQL's protocol as it takes to be connected to: a server of a version that nobody has at hand. Without a version: it takes the
// connection, and never says a word.
internal sealed class FakeServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly string? version;
    private readonly Task serving;

    public FakeServer(string? version)
    {
        this.version = version;
        listener.Start();
        serving = ServeAsync();
    }

    // Without all that would need more of the protocol.
    public string Address =>
        $"Host=127.0.0.1;Port={((IPEndPoint)listener.LocalEndpoint).Port};Database=shop;Username=anna;SSL Mode=Disable;GSS Encryption Mode=Disable;Server Compatibility Mode=NoTypeLoading;Pooling=false";

    public void Dispose() => listener.Stop();

    private async Task ServeAsync()
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var startup = new byte[1024];
        await stream.ReadAtLeastAsync(startup, 8);
        if (version is not null)
            await stream.WriteAsync(Greeting(version));
        while (await stream.ReadAsync(startup) > 0)
        {
            // Until the client goes.
        }
    }

    private static byte[] Greeting(string version) =>
    [
        .. Message('R', [0, 0, 0, 0]), // AuthenticationOk
        .. Message('S', Encoding.ASCII.GetBytes($"server_version\0{version}\0")),
        .. Message('S', "server_encoding\0UTF8\0"u8.ToArray()),
        .. Message('S', "client_encoding\0UTF8\0"u8.ToArray()),
        .. Message('S', "standard_conforming_strings\0on\0"u8.ToArray()),
        .. Message('K', [0, 0, 0, 1, 0, 0, 0, 1]),
        .. Message('Z', "I"u8.ToArray()), // ready, and in no transaction
    ];

    private static byte[] Message(char kind, byte[] body)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, body.Length + length.Length);
        return [(byte)kind, .. length, .. body];
    }
}
