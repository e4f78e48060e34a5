namespace StatefulScheduler;

/// <summary>Says what a <see cref="Trigger"/> may know when it names its next instant; there is nothing else, no clock above all.</summary>
/// <param name="Added">When the job was added, or when it was given this trigger: the instant that "from now on" counts from.</param>
/// <param name="Now">The scheduler's time of asking. The triggers of this library do not read it: what was due stays due however late it is asked for.</param>
/// <param name="Previous">The instant named last; the next one is strictly later. <see langword="null"/> before the first.</param>
/// <param name="PreviousEnded">When the run of <paramref name="Previous"/> ended; <see langword="null"/> when that is not known, or it has not run.</param>
/// <param name="Seed">A number that is fixed for the job: the only source of variety between jobs of one trigger.</param>
/// <remarks>Instants are compared as instants: their UTC offsets make no difference.</remarks>
public readonly record struct TriggerContext(
    DateTimeOffset Added,
    DateTimeOffset Now,
    DateTimeOffset? Previous = null,
    DateTimeOffset? PreviousEnded = null,
    ulong Seed = 0)
{
    // Previous is only a place to look from: nothing ran there, and what counts from the end of a run has no next instant.
    internal bool IsLook { get; private init; }

    internal TriggerContext LookingAfter(DateTimeOffset instant) =>
        this with { Previous = instant, PreviousEnded = null, IsLook = true };

    internal TriggerContext LookingAt(DateTimeOffset instant) =>
        this with { Previous = instant == DateTimeOffset.MinValue ? null : instant.AddTicks(-1), PreviousEnded = null, IsLook = true };

    // As if a run had just ended when the instant comes: what counts from the end of a run rests from there on.
    internal TriggerContext RestedUntil(DateTimeOffset instant) =>
        this with { Previous = instant.AddTicks(-1), PreviousEnded = instant };
}
