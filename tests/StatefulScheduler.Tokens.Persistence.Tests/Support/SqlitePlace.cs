using StatefulScheduler.Persistence;

namespace StatefulScheduler.Tokens.Persistence.Tests;

// A file that is gone afterwards.
internal sealed class SqlitePlace
{
    private readonly string folder = Directory.CreateTempSubdirectory("tokens").FullName;

    public Database Open(DatabaseOptions? options = null) => Database.Open(SqliteProvider.Instance, $"Data Source={Path.Combine(folder, "tokens.db")}", options);

    public ValueTask RemoveAsync()
    {
        Directory.Delete(folder, recursive: true);
        return default;
    }
}
