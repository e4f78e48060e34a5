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
        { typeof(SendsCommandsAgain), "Many threads changing one state lose no change" },
        { typeof(AllSuspectsAtOnce), "Jobs that were abandoned twice in a row are taken over one at a time" },
        { typeof(KeepsRemovedMembers), "A state is stored as it is given: a member that it leaves out is gone" },
    };

    public static TheoryData<Type, string> BySharedCheck => new()
    {
        { typeof(NoFence), "A fence that the other node took over is refused whatever it carries" },
        { typeof(OwnFenceOnly), "A fence that the other node took over is refused whatever it carries" },
        { typeof(NoVersionCheck), "A state changed at one node is a conflict for the run of the other, which stays open" },
        { typeof(OwnVersionOnly), "A state changed at one node is a conflict for the run of the other, which stays open" },
        { typeof(OwnVersionOnly), "A command decided on what the other node has changed since is refused and changes nothing" },
        { typeof(TakesOverTwice), "A lease that ended is taken over by one of two nodes" },
        { typeof(TakesOverTwice), "A lease that ended at one node is taken over at the other, for the same occurrence" },
        { typeof(RemembersDefinitions), "The next claim of a node runs the definition that the other has changed" },
        { typeof(RemembersDefinitions), "A job added anew at the other node is claimed by its new definition" },
        { typeof(RemembersJobs), "What a command changes at one node is seen at the other at once" },
        { typeof(RemembersJobs), "A job removed at one node is gone at the other at once" },
        { typeof(LosesWakeUps), "DueEarlier is raised at one node when the other adds a job that is due earlier" },
    };

    public static TheoryData<Type> ByModel =>
        [typeof(NoFence), typeof(NoVersionCheck), typeof(NoTakeOver), typeof(NoRenewal), typeof(LosesBytes), typeof(ForgetsWhatItCommitted), typeof(HalfABatch), typeof(WritesWithoutEnding), typeof(SendsCommandsAgain)];

    public static TheoryData<Type> ByRace => [typeof(NoFence), typeof(NoVersionCheck), typeof(NoTakeOver), typeof(NoRenewal), typeof(WritesWithoutEnding), typeof(SendsCommandsAgain)];

    public static TheoryData<Type> BySharedModel => [typeof(NoFence), typeof(OwnFenceOnly), typeof(TakesOverTwice), typeof(RemembersDefinitions), typeof(RemembersJobs)];

    public static TheoryData<Type> BySharedRace => [typeof(NoFence), typeof(OwnFenceOnly), typeof(NoVersionCheck), typeof(OwnVersionOnly), typeof(TakesOverTwice)];

    // Faults that no single node shows.
    public static TheoryData<Type> OfSeveralNodes => [typeof(OwnFenceOnly), typeof(OwnVersionOnly), typeof(TakesOverTwice), typeof(RemembersDefinitions), typeof(RemembersJobs), typeof(LosesWakeUps)];

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

    [Theory]
    [MemberData(nameof(BySharedCheck), DisableDiscoveryEnumeration = true)]
    public async Task A_mutant_of_two_nodes_fails_the_check_that_forbids_it(Type mutant, string name)
    {
        var check = SharedJobStoreContract.Checks.Single(check => check.Name == name);

        await Assert.ThrowsAsync<JobStoreContractException>(() => check.VerifyAsync(NewStore(mutant), Another, TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(BySharedModel), DisableDiscoveryEnumeration = true)]
    public async Task A_mutant_of_two_nodes_is_told_from_the_reference(Type mutant)
    {
        var found = await Assert.ThrowsAsync<JobStoreContractException>(() => JobStoreModel.CompareAsync(NewStore(mutant), Another, 1, 3000, TestContext.Current.CancellationToken));

        Assert.StartsWith("Seed 1, step ", found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BySharedRace), DisableDiscoveryEnumeration = true)]
    public async Task A_mutant_of_several_nodes_is_found_by_a_race(Type mutant)
    {
        var found = await Assert.ThrowsAsync<JobStoreContractException>(() => JobStoreLinearizability.VerifyAsync(NewStore(mutant), Another, 1, 1500, TestContext.Current.CancellationToken));

        Assert.StartsWith("Seed 1: ", found.Message, StringComparison.Ordinal);
    }

    // Or the checks of two nodes would prove nothing that those of one do not.
    [Theory]
    [MemberData(nameof(OfSeveralNodes), DisableDiscoveryEnumeration = true)]
    public async Task What_only_two_nodes_show_is_not_found_with_one(Type mutant)
    {
        foreach (var check in JobStoreContract.Checks)
            await check.VerifyAsync(NewStore(mutant), TestContext.Current.CancellationToken);
    }

    private static ValueTask<IJobStore> Another(IJobStore first, TimeProvider time, CancellationToken cancellationToken) => new(((MutantStore)first).Another());

    private static Func<TimeProvider, CancellationToken, ValueTask<IJobStore>> NewStore(Type mutant) =>
        (_, _) => new((IJobStore)Activator.CreateInstance(mutant)!);
}
