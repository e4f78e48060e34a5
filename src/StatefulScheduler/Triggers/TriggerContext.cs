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
    ulong Seed = 0);
