using StatefulScheduler.Stores;
using StatefulScheduler.Testing;

namespace StatefulScheduler.Tests.Torture;

public class TortureTests
{
    public static TheoryData<string> Codes => [.. TortureList.Checks.Select(check => check.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public Task The_in_memory_store_keeps(string code) =>
        TortureList.Checks.Single(check => check.Code == code).VerifyAsync(_ => new(new InMemoryJobStore(new InMemoryStoreOptions { RunsPerJob = 1000 })), TestContext.Current.CancellationToken);

    [Fact]
    public void The_list_is_complete() => Assert.Equal(Enumerable.Range(1, 14).Select(n => $"E{n}"), TortureList.Checks.Select(check => check.Code));
}
