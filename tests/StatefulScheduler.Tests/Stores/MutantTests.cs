using StatefulScheduler.Stores;
using StatefulScheduler.Testing;
using StatefulScheduler.Tests.Stores.Mutants;

namespace StatefulScheduler.Tests.Stores;

// A kit that catches nothing proves nothing.
public sealed class MutantTests
{
    public static TheoryData<Type, string> ByCheck => new()
    {
        { typeof(NoFence), "A stale fence is refused whatever it carries" },
        { typeof(NoVersionCheck), "A version conflict changes nothing and keeps the run open" },
        { typeof(NoTakeOver), "A lease that ended is taken over under a higher fence, for the same occurrence" },
        { typeof(NoRenewal), "A renewed lease is not taken over" },
        { typeof(LosesBytes), "State bytes come back as given" },
        { typeof(ForgetsWhatItCommitted), "A second commit of the same fence is answered AlreadyCommitted and changes nothing" },
        { typeof(HalfABatch), "Each item of a batch is atomic by itself" },
    };

    public static TheoryData<Type> ByModel =>
        [typeof(NoFence), typeof(NoVersionCheck), typeof(NoTakeOver), typeof(NoRenewal), typeof(LosesBytes), typeof(ForgetsWhatItCommitted), typeof(HalfABatch), typeof(WritesWithoutEnding)];

    public static TheoryData<Type> ByRace => [typeof(NoFence), typeof(NoVersionCheck), typeof(NoTakeOver), typeof(NoRenewal), typeof(WritesWithoutEnding)];

    [Theory]
    [MemberData(nameof(ByCheck), DisableDiscoveryEnumeration = true)]
    public async Task A_mutant_fails_the_check_that_forbids_it(Type mutant, string name)
    {
        var check = JobStoreContract.Checks.Single(check => check.Name == name);

        await Assert.ThrowsAsync<JobStoreContractException>(() => check.VerifyAsync(NewStore(mutant), TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(ByModel), DisableDiscoveryEnumeration = true)]
    public async Task A_mutant_is_told_from_the_reference(Type mutant)
    {
        var found = await Assert.ThrowsAsync<JobStoreContractException>(() => JobStoreModel.CompareAsync(NewStore(mutant), 1, 3000, TestContext.Current.CancellationToken));

        Assert.StartsWith("Seed 1, step ", found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ByRace), DisableDiscoveryEnumeration = true)]
    public async Task A_mutant_is_found_by_a_race(Type mutant)
    {
        var found = await Assert.ThrowsAsync<JobStoreContractException>(() => JobStoreLinearizability.VerifyAsync(NewStore(mutant), 1, 1500, TestContext.Current.CancellationToken));

        Assert.StartsWith("Seed 1: ", found.Message, StringComparison.Ordinal);
    }

    private static Func<TimeProvider, CancellationToken, ValueTask<IJobStore>> NewStore(Type mutant) =>
        (_, _) => new((IJobStore)Activator.CreateInstance(mutant)!);
}
