using System.Data.Common;
using Npgsql;
using StatefulScheduler.Persistence;
using StatefulScheduler.PrivatePostgreSql;

namespace StatefulScheduler.PostgreSql.Tests;

// Tests on an empty database of their own.
public abstract class DatabaseTest(TestServer fixture) : IAsyncLifetime
{
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected PrivateServer Server => fixture.Server;

    // The database's connection string, and its name.
    protected string Address { get; private set; } = string.Empty;

    protected string Name => new NpgsqlConnectionStringBuilder(Address).Database!;

    public async ValueTask InitializeAsync() => Address = await Server.CreateDatabaseAsync(cancellationToken: Ct);

    public async ValueTask DisposeAsync()
    {
        if (Address.Length > 0)
            await Server.DropDatabaseAsync(Address, CancellationToken.None);
        GC.SuppressFinalize(this);
    }

    protected Database Open(DatabaseOptions? options = null, string more = "") =>
        Database.Open(PostgreSqlProvider.Instance, $"{Address};{more}", options);

    protected static async Task<T> ScalarAsync<T>(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (T)(await command.ExecuteScalarAsync(Ct))!;
    }

    protected async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await Open().ConnectAsync(Ct);
        return await ScalarAsync<T>(connection, sql);
    }

    protected async Task ExecuteAsync(string sql)
    {
        await using var connection = await Open().ConnectAsync(Ct);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Ct);
    }
}
