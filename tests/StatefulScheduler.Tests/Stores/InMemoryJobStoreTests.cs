using FsCheck;
using FsCheck.Fluent;
using StatefulScheduler.Stores;
using StatefulScheduler.Testing;

namespace StatefulScheduler.Tests.Stores;

public sealed class InMemoryJobStoreTests
{
    public static TheoryData<JobStoreCheck> Contract => [.. JobStoreContract.Checks];

    public static TheoryData<SharedJobStoreCheck> SharedContract => [.. SharedJobStoreContract.Checks];

    [Theory]
    [MemberData(nameof(Contract), DisableDiscoveryEnumeration = true)]
    public Task The_contract_holds(JobStoreCheck check) => check.VerifyAsync(NewStore, TestContext.Current.CancellationToken);

    // One object for both nodes: what must hold between two holds for one.
    [Theory]
    [MemberData(nameof(SharedContract), DisableDiscoveryEnumeration = true)]
    public Task The_shared_contract_holds(SharedJobStoreCheck check) => check.VerifyAsync(NewStore, SameStore, TestContext.Current.CancellationToken);

    [Fact]
    public void Every_check_has_a_sentence_of_its_own()
    {
        Assert.Equal(JobStoreContract.Checks.Count, JobStoreContract.Checks.Select(check => check.ToString()).Distinct().Count());
        Assert.Equal(SharedJobStoreContract.Checks.Count, SharedJobStoreContract.Checks.Select(check => check.ToString()).Distinct().Count());
    }

    // Against itself: the walk compares nothing that one store answers in two ways.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task It_is_like_the_reference(int seed) => JobStoreModel.CompareAsync(NewStore, seed, 3000, TestContext.Current.CancellationToken);

    // A seed of one's own each time: the shorter of two walks is tried first, and the text names the step.
    [Fact]
    public void It_is_like_the_reference_whatever_the_seed() => Prop.ForAll(
        Gen.Choose(4, int.MaxValue - 1).Zip(Gen.Choose(1, 400)).ToArbitrary(),
        walk => JobStoreModel.CompareAsync(NewStore, SameStore, walk.Item1, walk.Item2, CancellationToken.None)).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task Every_job_has_one_history(int seed) => JobStoreLinearizability.VerifyAsync(NewStore, seed, 1500, TestContext.Current.CancellationToken);

    internal static ValueTask<IJobStore> NewStore(TimeProvider time, CancellationToken cancellationToken) =>
        new(new InMemoryJobStore(new() { RunsPerJob = 100 }));

    private static ValueTask<IJobStore> SameStore(IJobStore store, TimeProvider time, CancellationToken cancellationToken) => new(store);
}
