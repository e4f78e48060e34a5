namespace StatefulScheduler.Testing;

/// <summary>Lists what a job store that several nodes share promises between them, as checks that such a store's own tests run one by one.</summary>
/// <remarks>
/// Beside <see cref="JobStoreContract"/>, not instead of it. Some checks are about what one node sees of another; the others are those of
/// <see cref="JobStoreContract"/> with every call sent to another of two nodes than the one before, so that nothing hangs on what one of them remembers.
/// </remarks>
public static class SharedJobStoreContract
{
    /// <summary>Gets the checks. Each opens stores of its own, so they may run in any order and at the same time.</summary>
    public static IReadOnlyList<SharedJobStoreCheck> Checks { get; } =
    [
        .. SharedJobChecks.All,
        .. SharedRunChecks.All,
        .. SharedFenceChecks.All,
        .. SharedHandlerChecks.All,
        .. SharedWakeUpChecks.All,
        .. JobStoreContract.Checks.Select(NodesInTurn.Check),
    ];
}
