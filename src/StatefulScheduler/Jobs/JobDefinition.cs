namespace StatefulScheduler;

/// <summary>A job to add: which one, which code, when, with what.</summary>
/// <param name="Id">Which job: 1 to 200 characters, without control characters; unique in its store, case-sensitive.</param>
/// <param name="Handler">The name under which its code is registered.</param>
/// <param name="Trigger">When it fires.</param>
public sealed record JobDefinition(string Id, string Handler, Trigger Trigger)
{
    /// <summary>Describes a job of the handler that was registered for <typeparamref name="TJob"/>.</summary>
    /// <typeparam name="TJob">The job's class, as given to <c>AddJob</c> or <c>AddHandler</c>.</typeparam>
    /// <param name="id">Which job.</param>
    /// <param name="trigger">When it fires.</param>
    /// <returns>The definition, to be completed with <c>with { … }</c>.</returns>
    /// <remarks>Adding it is refused when no handler, or more than one, was registered for the type.</remarks>
    public static JobDefinition For<TJob>(string id, Trigger trigger)
        where TJob : IJob => new(id, string.Empty, trigger) { JobType = typeof(TJob) };

    /// <summary>Gets the first state: a <see cref="JobState"/>, or a value of the handler's state type. It is copied when the job is added.</summary>
    public object? State { get; init; }

    /// <summary>Gets what every run is given: any value that the registered JSON contexts know. It is copied when the job is added.</summary>
    public object? Arguments { get; init; }

    /// <summary>Gets how the job behaves.</summary>
    public JobOptions Options { get; init; } = new();

    /// <summary>Gets why the job is added; kept in the history.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets whether the job starts its life paused.</summary>
    public bool Paused { get; init; }

    /// <summary>Gets what happens when the id is taken by a job that has not finished.</summary>
    public IfExists IfExists { get; init; } = IfExists.Fail;

    internal Type? JobType { get; init; }
}

/// <summary>What an add does when its id is taken. A job that is Completed or Failed is replaced under every policy except <see cref="Keep"/>.</summary>
public enum IfExists
{
    /// <summary>The add is refused with <see cref="JobExistsException"/>.</summary>
    Fail,

    /// <summary>The job that is there stays as it is, and is returned.</summary>
    Keep,

    /// <summary>Trigger, arguments and options follow; state, a pause and, when the trigger is the same, the countdown stay.</summary>
    Replace,

    /// <summary>As if the job had been removed and added; its counters and its history go on.</summary>
    ReplaceAll,
}
