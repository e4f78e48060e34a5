using StatefulScheduler.Persistence;

namespace StatefulScheduler.Tokens.Persistence.Tests;

// The same tests on each kind of store.
public sealed class InMemoryRefreshTokenTests : RefreshTokenStoreTests
{
    protected override ValueTask<Database?> CreateAsync() => default;
}

public sealed class InMemoryRevocationTests : TokenRevocationStoreTests
{
    protected override ValueTask<Database?> CreateAsync() => default;
}

public sealed class SqliteRefreshTokenTests : RefreshTokenStoreTests
{
    private readonly SqlitePlace place = new();

    protected override ValueTask<Database?> CreateAsync() => new(place.Open());

    protected override ValueTask RemoveAsync() => place.RemoveAsync();
}

public sealed class SqliteRevocationTests : TokenRevocationStoreTests
{
    private readonly SqlitePlace place = new();

    protected override ValueTask<Database?> CreateAsync() => new(place.Open());

    protected override ValueTask RemoveAsync() => place.RemoveAsync();
}

public sealed class PostgreSqlRefreshTokenTests(TestServer fixture) : RefreshTokenStoreTests
{
    protected override async ValueTask<Database?> CreateAsync() =>
        StatefulScheduler.Persistence.Database.Open(PostgreSqlProvider.Instance, await fixture.Server.CreateDatabaseAsync(cancellationToken: Ct));
}

public sealed class PostgreSqlRevocationTests(TestServer fixture) : TokenRevocationStoreTests
{
    protected override async ValueTask<Database?> CreateAsync() =>
        StatefulScheduler.Persistence.Database.Open(PostgreSqlProvider.Instance, await fixture.Server.CreateDatabaseAsync(cancellationToken: Ct));
}
