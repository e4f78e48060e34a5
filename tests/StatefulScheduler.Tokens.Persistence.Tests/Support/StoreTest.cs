using StatefulScheduler.Persistence;
using StatefulScheduler.Tokens.Tests;

namespace StatefulScheduler.Tokens.Persistence.Tests;

// Tests that run on every kind of store, each on an empty one of its own.
public abstract class StoreTest : IAsyncLifetime
{
    private protected TestClock Clock { get; } = new();

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    // Null: the stores in memory.
    protected Database? Database { get; private set; }

    protected IRefreshTokenStore Tokens { get; private set; } = new InMemoryRefreshTokenStore();

    protected ITokenRevocationStore Revocations { get; private set; } = new InMemoryTokenRevocationStore();

    public async ValueTask InitializeAsync()
    {
        Database = await CreateAsync();
        if (Database is not null)
            (Tokens, Revocations) = (new DatabaseRefreshTokenStore(Database), new DatabaseTokenRevocationStore(Database));
    }

    public async ValueTask DisposeAsync()
    {
        (Tokens as IDisposable)?.Dispose();
        (Revocations as IDisposable)?.Dispose();
        await RemoveAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract ValueTask<Database?> CreateAsync();

    protected virtual ValueTask RemoveAsync() => default;
}
