namespace StatefulScheduler.Testing;

/// <summary>Holds what is done to the state of jobs to see whether it stays right: the checks that every store must pass, in virtual time.</summary>
/// <remarks>
/// A store's test file is a theory over <see cref="Checks"/> and a way to make an empty store. E10 crashes a node inside this process; what a killed
/// process leaves on a disk, a store's own tests must see to.
/// </remarks>
public static class TortureList
{
    /// <summary>Gets the checks, in the order of their codes.</summary>
    public static IReadOnlyList<TortureCheck> Checks { get; } =
    [
        new("E1", "an operator modifies the state while a run is in flight", "both changes are there; of a member that both changed the stored value stands, and the conflict is reported", ConflictTorture.OperatorDuringRunAsync),
        new("E2", "a run changes its state, then throws", "the state is as before the run, plus what the failure policy set", FailureTorture.ChangedThenThrownAsync),
        new("E3", "five overlapping runs each add one with UpdateStateAsync", "the state counts five", ConflictTorture.OverlappingIncrementsAsync),
        new("E4", "two operators edit different members from the same version", "both edits are there; with ExpectVersion the second is refused", CommandTorture.TwoOperatorsAsync),
        new("E5", "a job is paused, resumed and modified, each with a state", "one store update and one version each, and the reasons are kept", CommandTorture.OneUpdateEachAsync),
        new("E6", "a run loses its lease, another takes its place and finishes, then the first finishes", "the first is refused, its token was cancelled, and the newer state stands", TimeTorture.LostLeaseAsync),
        new("E7", "a state holds every everyday type, and numbers and texts that nobody may reprint", "it is equal after the round trip, and members that nobody changed are the same to the byte", ValueTorture.RoundTripAsync),
        new("E8", "a caller changes the object that it passed or was given", "nothing that is stored changes", ValueTorture.ChangedObjectsAsync),
        new("E9", "virtual time goes on by 60 minutes, with a job each minute", "exactly 60 runs, in order, and the same the second time", TimeTorture.SixtyMinutesTwiceAsync),
        new("E10", "a node is dropped in the middle of a run, after a checkpoint", "the next run continues from the checkpoint, and no version is lost or doubled", TimeTorture.CrashAfterCheckpointAsync),
        new("E11", "a one-shot job fails under a policy that pauses it", "it is still there, paused, its state says so, and a resume runs it again", FailureTorture.FailedOneShotAsync),
        new("E12", "a run pauses, modifies or removes its own job", "that decision stands, and nothing un-pauses it", CommandTorture.OwnJobAsync),
        new("E13", "a failure policy, or an operator, sets a member that the job's type does not declare, and the job runs again", "the member is still there, unchanged, and no conflict is reported", ConflictTorture.UndeclaredMembersAsync),
        new("E14", "an operator and a run change different parts of one nested record", "it merges as a whole, the stored one stands, and the conflict is reported", ConflictTorture.NestedRecordAsync),
    ];

    /// <summary>Gets the checks in which the store fails: each verb, before it acts or after, at every so many of its calls, while jobs run and operators work.</summary>
    /// <remarks>The faults are put in front of the store, which shows what a scheduler makes of them on this store; each check makes a dozen stores or more.</remarks>
    public static IReadOnlyList<TortureCheck> Faults { get; } = [.. FaultTorture.All];
}
