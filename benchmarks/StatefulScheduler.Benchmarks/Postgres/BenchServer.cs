using System.Globalization;
using Npgsql;
using StatefulScheduler.PrivatePostgreSql;

namespace StatefulScheduler.Benchmarks.Postgres;

// The server that everybody is measured on: private, fully durable, with fixed settings, so that figures of different days can be compared.
internal sealed class BenchServer : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private int made;

    private BenchServer(PrivateServer server, NpgsqlConnection connection)
    {
        Server = server;
        this.connection = connection;
    }

    public PrivateServer Server { get; }

    public static async Task<BenchServer> StartAsync()
    {
        var server = await PrivateServer.StartAsync(new()
        {
            FullDurability = true,
            Settings = new Dictionary<string, string>
            {
                ["shared_buffers"] = "512MB",
                ["max_wal_size"] = "4GB",
                ["checkpoint_timeout"] = "15min",
                ["autovacuum"] = "on",
                ["autovacuum_naptime"] = "10s",
                // Loaded for all, and counts only where a window asks for it.
                ["shared_preload_libraries"] = "pg_stat_statements",
                ["pg_stat_statements.track"] = "none",
            },
        });
        var connection = new NpgsqlConnection(server.ConnectionString() + ";Pooling=false");
        await connection.OpenAsync();
        var bench = new BenchServer(server, connection);
        bench.Execute("CREATE EXTENSION pg_stat_statements");
        return bench;
    }

    // An empty database; its connection string.
    public Task<string> NewDatabaseAsync(string name) => Server.CreateDatabaseAsync(string.Create(CultureInfo.InvariantCulture, $"{name}_{++made}"));

    // A copy of a database that nobody is connected to.
    public string Copy(string template)
    {
        var source = NameOf(template);
        var name = string.Create(CultureInfo.InvariantCulture, $"{source}_{++made}");
        Execute($"CREATE DATABASE \"{name}\" TEMPLATE \"{source}\"");
        return Server.ConnectionString(name);
    }

    // Its connections are closed, so that its backends have reported what they did.
    public async Task DropAsync(string database)
    {
        Close(database);
        await Server.DropDatabaseAsync(database);
    }

    public void Close(string database)
    {
        NpgsqlConnection.ClearAllPools();
        var others = $"SELECT count(*) FROM pg_stat_activity WHERE datname = '{NameOf(database)}' AND backend_type = 'client backend' AND application_name <> '{OurDatabase.ReaderName}'";
        for (var tries = 0; tries < 500 && Scalar<long>(others) > 0; tries++)
            Thread.Sleep(10);
    }

    public static string NameOf(string database) => new NpgsqlConnectionStringBuilder(database).Database!;

    // On the database `postgres`, outside everything that is measured there.
    public T Scalar<T>(string sql) => Scalar<T>(connection, sql);

    public void Execute(string sql)
    {
        using var command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    public static T Scalar<T>(NpgsqlConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        return (T)command.ExecuteScalar()!;
    }

    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // Constants of this program.
        return new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
#pragma warning restore CA2100
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await Server.DisposeAsync();
    }
}
