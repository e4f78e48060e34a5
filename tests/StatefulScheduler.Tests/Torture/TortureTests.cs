using StatefulScheduler.Stores;
using StatefulScheduler.Testing;
using StatefulScheduler.Tests.Stores.Mutants;

namespace StatefulScheduler.Tests.Torture;

public class TortureTests
{
    public static TheoryData<string> Codes => [.. TortureList.Checks.Select(check => check.Code)];

    public static TheoryData<string> FaultCodes => [.. TortureList.Faults.Select(check => check.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public Task The_in_memory_store_keeps(string code) =>
        TortureList.Checks.Single(check => check.Code == code).VerifyAsync(_ => new(new InMemoryJobStore(new InMemoryStoreOptions { RunsPerJob = 1000 })), TestContext.Current.CancellationToken);

    [Theory]
    [MemberData(nameof(FaultCodes))]
    public Task A_fault_of_the_in_memory_store_loses_and_doubles_nothing(string code) =>
        TortureList.Faults.Single(check => check.Code == code).VerifyAsync(_ => new(new InMemoryJobStore(new InMemoryStoreOptions { RunsPerJob = 1000 })), TestContext.Current.CancellationToken);

    [Fact]
    public void The_list_is_complete() => Assert.Equal(Enumerable.Range(1, 14).Select(n => $"E{n}"), TortureList.Checks.Select(check => check.Code));

    // A check that cannot fail proves nothing: each of these stores breaks a promise, and the list finds it out.
    [Theory]
    [InlineData("NoVersionCheck", "E1", "E3", "E4", "E12", "E13", "E14")]
    [InlineData("NoFence", "E6")]
    [InlineData("NoRenewal", "E1", "E10")]
    [InlineData("NoTakeOver", "E6", "F11")]
    [InlineData("ForgetsWhatItCommitted", "F13")]
    [InlineData("LosesBytes", "E7")]
    [InlineData("WritesWithoutEnding", "E9")]
    [InlineData("KeepsRemovedMembers", "E1")]
    public async Task A_store_that_breaks_a_promise_is_found_out(string mutant, params string[] codes)
    {
        foreach (var code in codes)
        {
            var broken = await Assert.ThrowsAsync<TortureException>(() =>
                TortureList.Checks.Concat(TortureList.Faults).Single(check => check.Code == code).VerifyAsync(_ => new(Mutant(mutant)), TestContext.Current.CancellationToken));
            Assert.StartsWith(code + " ", broken.Message, StringComparison.Ordinal);
        }
    }

    private static MutantStore Mutant(string name) => name switch
    {
        "NoVersionCheck" => new NoVersionCheck(),
        "NoFence" => new NoFence(),
        "NoRenewal" => new NoRenewal(),
        "NoTakeOver" => new NoTakeOver(),
        "LosesBytes" => new LosesBytes(),
        "ForgetsWhatItCommitted" => new ForgetsWhatItCommitted(),
        "KeepsRemovedMembers" => new KeepsRemovedMembers(),
        _ => new WritesWithoutEnding(),
    };
}
