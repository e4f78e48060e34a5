using StatefulScheduler.PostgreSql.Tests;
using StatefulScheduler.PrivatePostgreSql;

[assembly: AssemblyFixture(typeof(TestServer))]

namespace StatefulScheduler.PostgreSql.Tests;

// One server for all tests of this project, which do not care whether a power cut would lose what they wrote. A test that stops, kills or configures
// its server starts one of its own.
public sealed class TestServer : IAsyncLifetime
{
    private PrivateServer? server;

    // A machine without PostgreSQL skips the test; in CI that is a failure.
    public PrivateServer Server
    {
        get
        {
            SkipWithoutPostgreSql();
            return server!;
        }
    }

    public static void SkipWithoutPostgreSql()
    {
        if (PrivateServer.Unavailable is not { } reason)
            return;
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(reason);
        Assert.Skip(reason);
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
