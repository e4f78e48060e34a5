namespace StatefulScheduler;

// A handler's state type, for those who do not know it at compile time.
internal abstract class StateType
{
    public abstract Type Type { get; }

    // The first state of a job: nothing (then an empty one), a JobState, or a value of this type. Always a copy.
    public abstract JobState FromObject(object? value, JobJson json);

    // Refuses a state that this type cannot read, or with a member that differs from a declared one only by case.
    public abstract void CheckFits(JobState state, string jobId);
}
