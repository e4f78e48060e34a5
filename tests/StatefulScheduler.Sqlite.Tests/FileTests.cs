using Microsoft.Data.Sqlite;
using StatefulScheduler.Persistence;

namespace StatefulScheduler.Sqlite.Tests;

public sealed class FileTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Path => folder.File();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("hello")]
    [InlineData("This is a text of somebody, longer than the header of a database, and it must be here unchanged afterwards, to the last byte.")]
    public async Task A_file_that_is_no_database_is_refused_and_not_touched(string text)
    {
        await File.WriteAllTextAsync(Path, text, TestContext.Current.CancellationToken);

        await AssertRefusedAsync("no SQLite database");
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_not_touched()
    {
        Execute("CREATE TABLE customer(id INTEGER); INSERT INTO customer VALUES(1)");

        await AssertRefusedAsync("tables customer");
    }

    [Fact]
    public async Task A_database_with_the_mark_of_another_program_is_refused_and_not_touched()
    {
        Execute("PRAGMA application_id = 42; CREATE TABLE job(id INTEGER)");

        await AssertRefusedAsync("application id 42");
    }

    [Fact]
    public async Task A_damaged_file_is_refused_and_not_touched()
    {
        await using (var store = await TestStore.OpenAsync(Path))
        {
            for (var index = 0; index < 200; index++)
                await store.AddAsync($"job{index}");
        }

        var bytes = await File.ReadAllBytesAsync(Path, TestContext.Current.CancellationToken);
        bytes.AsSpan(4096, bytes.Length - 8192).Fill(0xA5);
        await File.WriteAllBytesAsync(Path, bytes, TestContext.Current.CancellationToken);

        await AssertRefusedAsync("damaged");
    }

    [Fact]
    public async Task A_truncated_file_is_refused_and_not_touched()
    {
        await using (var store = await TestStore.OpenAsync(Path))
        {
            for (var index = 0; index < 200; index++)
                await store.AddAsync($"job{index}");
        }

        var bytes = await File.ReadAllBytesAsync(Path, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path, bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);

        await AssertRefusedAsync("damaged");
    }

    [Fact]
    public async Task A_file_of_a_newer_program_that_this_one_could_damage_is_refused_and_not_touched()
    {
        await (await TestStore.OpenAsync(Path)).DisposeAsync();
        Execute("INSERT INTO schema_version VALUES('stateful-scheduler', 99, 'sharding', 'x', 1, '2027')");

        await AssertRefusedAsync("version 99 ('sharding')");
    }

    [Fact]
    public async Task A_file_of_a_newer_program_that_changed_nothing_of_ours_is_opened()
    {
        await (await TestStore.OpenAsync(Path)).DisposeAsync();
        Execute("INSERT INTO schema_version VALUES('stateful-scheduler', 99, 'an index', 'x', 0, '2027')");

        await (await TestStore.OpenAsync(Path)).DisposeAsync();
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_named()
    {
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => TestStore.OpenAsync(System.IO.Path.Combine(folder.File("missing"), "jobs.db")));

        Assert.Contains("missing' does not exist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_bears_our_mark_and_is_sound()
    {
        await (await TestStore.OpenAsync(Path)).DisposeAsync();

        Assert.Equal(SqliteSchema.ApplicationId, SqliteFile.Look(Path)!.ApplicationId);
    }

    [Fact]
    public void A_database_in_memory_is_refused_with_the_way_out()
    {
        var error = Assert.Throws<ArgumentException>(() => new Slot().UseSqlite("sqlite:///:memory:"));

        Assert.Contains("UseInMemoryStore", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jobs.db")]
    [InlineData("sqlite:///jobs.db")]
    [InlineData("Data Source=jobs.db")]
    public void A_path_a_url_and_a_connection_string_name_the_same_file(string address)
    {
        Assert.Equal(System.IO.Path.GetFullPath("jobs.db"), SqliteProvider.FileOf(address));
        Assert.NotNull(new Slot().UseSqlite(address).Create);
    }

    private async Task AssertRefusedAsync(string why)
    {
        var before = await File.ReadAllBytesAsync(Path, TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => TestStore.OpenAsync(Path));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Contains(Path, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path, TestContext.Current.CancellationToken));
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private sealed class Slot : IStoreSlot
    {
        public Microsoft.Extensions.DependencyInjection.IServiceCollection Services => throw new NotSupportedException();

        public Func<IServiceProvider, Stores.IJobStore>? Create { get; private set; }

        public void SetStore(Func<IServiceProvider, Stores.IJobStore> create) => Create = create;
    }
}
