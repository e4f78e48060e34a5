using StatefulScheduler.PrivatePostgreSql;
using StatefulScheduler.Tokens.Persistence.Tests;

[assembly: AssemblyFixture(typeof(TestServer))]

namespace StatefulScheduler.Tokens.Persistence.Tests;

// One PostgreSQL server for all tests of this project. A machine without PostgreSQL skips them; in CI that is a failure.
public sealed class TestServer : IAsyncLifetime
{
    private PrivateServer? server;

    public PrivateServer Server
    {
        get
        {
            if (PrivateServer.Unavailable is { } reason)
            {
                if (Environment.GetEnvironmentVariable("CI") == "true")
                    Assert.Fail(reason);
                Assert.Skip(reason);
            }

            return server!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (PrivateServer.Unavailable is null)
            server = await PrivateServer.StartAsync(new() { FullDurability = false }, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
    }
}
