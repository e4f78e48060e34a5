namespace StatefulScheduler.Testing;

/// <summary>Lists what every job store promises, as checks that a store's own tests run one by one.</summary>
/// <remarks>
/// Needs no test framework: a check throws <see cref="JobStoreContractException"/> when a promise is broken. The checks are single steps;
/// <see cref="JobStoreModel"/> compares long random command sequences, and <see cref="JobStoreLinearizability"/> lets several nodes race.
/// </remarks>
public static class JobStoreContract
{
    /// <summary>Gets the checks. Each opens a store of its own, so they may run in any order and at the same time.</summary>
    public static IReadOnlyList<JobStoreCheck> Checks { get; } =
    [
        .. AddChecks.All,
        .. ClaimChecks.All,
        .. OrderChecks.All,
        .. DueChecks.All,
        .. PendingChecks.All,
        .. SlotChecks.All,
        .. FenceChecks.All,
        .. CommitChecks.All,
        .. BatchChecks.All,
        .. LeaseChecks.All,
        .. AbandonedChecks.All,
        .. SuspectChecks.All,
        .. GiveBackChecks.All,
        .. SnapshotChecks.All,
        .. StateHistoryChecks.All,
        .. RunHistoryChecks.All,
        .. FilterChecks.All,
        .. PageChecks.All,
        .. ThreadChecks.All,
    ];
}
