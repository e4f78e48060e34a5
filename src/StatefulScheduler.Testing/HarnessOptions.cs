namespace StatefulScheduler.Testing;

/// <summary>Says how a <see cref="SchedulerHarness"/> begins.</summary>
public sealed record HarnessOptions
{
    /// <summary>Gets the instant at which the virtual clock stands at first. The default is the beginning of 2030, UTC.</summary>
    public DateTimeOffset Start { get; init; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Gets the seed of the <see cref="Random"/> that the harness puts into its services. The default is 0.</summary>
    public int Seed { get; init; }

    // How long, in real time, the scheduler may take to become quiet: longer than any test takes between two steps of the clock, short enough to be waited for.
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}
