using StatefulScheduler.Testing;

namespace StatefulScheduler.Sqlite.Tests;

// What every store promises, put to this one: a file of its own for each check.
public sealed class SharedPromisesTests : IDisposable
{
    private readonly TempFolder folder = new();
    private int files;

    public static TheoryData<string> Contract => [.. JobStoreContract.Checks.Select(check => check.Name)];

    public static TheoryData<string> SharedContract => [.. SharedJobStoreContract.Checks.Select(check => check.Name)];

    public static TheoryData<string> Torture => [.. TortureList.Checks.Select(check => check.Code)];

    public static TheoryData<string> Faults => [.. TortureList.Faults.Select(check => check.Code)];

    [Theory]
    [MemberData(nameof(Contract))]
    public Task The_store_keeps_the_contract(string name) =>
        JobStoreContract.Checks.Single(check => check.Name == name).VerifyAsync((_, _) => new(NewStore()), TestContext.Current.CancellationToken);

    // A file has one owner: the same object serves both nodes.
    [Theory]
    [MemberData(nameof(SharedContract))]
    public Task The_store_keeps_the_shared_contract(string name) =>
        SharedJobStoreContract.Checks.Single(check => check.Name == name).VerifyAsync((_, _) => new(NewStore()), (store, _, _) => new(store), TestContext.Current.CancellationToken);

    [Theory]
    [MemberData(nameof(Torture))]
    public Task The_store_keeps(string code) =>
        TortureList.Checks.Single(check => check.Code == code).VerifyAsync(_ => new(NewStore()), TestContext.Current.CancellationToken);

    [Theory]
    [MemberData(nameof(Faults))]
    public Task A_fault_loses_and_doubles_nothing(string code) =>
        TortureList.Faults.Single(check => check.Code == code).VerifyAsync(_ => new(NewStore()), TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1010)] // Slots are taken away while runs are open.
    public Task It_is_like_the_reference(int seed) =>
        JobStoreModel.CompareAsync((_, _) => new(NewStore()), seed, 600, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Every_job_has_one_history(int seed) =>
        JobStoreLinearizability.VerifyAsync((_, _) => new(NewStore()), seed, 400, TestContext.Current.CancellationToken);

    public void Dispose() => folder.Dispose();

    private SqliteJobStore NewStore() =>
        new(folder.File($"{Interlocked.Increment(ref files)}.db"), new SqliteStoreOptions { OwnerWait = TimeSpan.Zero });
}
