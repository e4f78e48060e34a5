using System.Diagnostics.CodeAnalysis;

namespace StatefulScheduler;

/// <summary>Answers one question: when? A trigger is an immutable, pure description of instants.</summary>
/// <remarks>
/// <para>
/// Combine triggers with <c>|</c> and bound them with <see cref="From"/> and <see cref="Until"/>. Every trigger of this
/// library has a text that <see cref="Parse"/> reads back, is equal to another by value, and answers in UTC (offset zero).
/// </para>
/// <para>
/// To write your own, derive from this class, override <see cref="NextCore"/> and, so that equal triggers are recognised,
/// <see cref="Equals(Trigger)"/> and <see cref="GetHashCode"/>. Keep it immutable: triggers are shared between threads.
/// </para>
/// </remarks>
public abstract class Trigger : IEquatable<Trigger>
{
    /// <summary>Gets the trigger that fires once, at the instant the job is added.</summary>
    /// <value>Joined with another it starts at once: <c>Trigger.Now | Trigger.Every(interval)</c>.</value>
    public static Trigger Now => NowTrigger.Instance;

    /// <summary>Gets the trigger that never fires: the job runs only when it is told to.</summary>
    public static Trigger Never => NeverTrigger.Instance;

    /// <summary>Fires once, at the given instant.</summary>
    /// <param name="time">The instant. One that has passed when the job is added is still due; the misfire rules judge it.</param>
    /// <returns>A trigger with one occurrence.</returns>
    public static Trigger At(DateTimeOffset time) => new AtTrigger(time);

    /// <summary>Fires once, when the clocks of a time zone show the given time.</summary>
    /// <param name="wallTime">
    /// What the clocks show, without a zone of its own (<see cref="DateTimeKind.Unspecified"/>). A time that is skipped
    /// when clocks go forward fires at the first instant after the gap; one that occurs twice fires the first time.
    /// </param>
    /// <param name="timeZone">An IANA name such as <c>Europe/Berlin</c>; Windows names are converted.</param>
    /// <returns>A trigger with one occurrence, which follows the rules of the zone when they change.</returns>
    /// <exception cref="ArgumentException"><paramref name="wallTime"/> is UTC or local time, or this machine does not know <paramref name="timeZone"/>.</exception>
    public static Trigger At(DateTime wallTime, string timeZone) => new AtWallTimeTrigger(wallTime, timeZone);

    /// <summary>Fires again and again on a fixed grid, which no late or slow run moves.</summary>
    /// <param name="interval">
    /// The elapsed time between two occurrences; at least one millisecond. 24 hours are not "every day at nine" where clocks change.
    /// </param>
    /// <param name="start">
    /// The first occurrence; one that has passed when the job is added is still due, and the misfire rules judge it.
    /// Left out, the grid begins when the job is added and the first occurrence is one <paramref name="interval"/> later.
    /// </param>
    /// <returns>A trigger without an end.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="interval"/> is shorter than one millisecond.</exception>
    public static Trigger Every(TimeSpan interval, DateTimeOffset? start = null) => new IntervalTrigger(interval, start);

    /// <summary>Fires when the job is added, and then each time the given delay has passed since its last run ended.</summary>
    /// <param name="delay">
    /// The rest between two runs; at least one millisecond. It counts from <see cref="TriggerContext.PreviousEnded"/>, or,
    /// when that is not known, from <see cref="TriggerContext.Previous"/>.
    /// </param>
    /// <returns>A trigger without an end. Missed occurrences never pile up: the next one is known only when a run has ended.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is shorter than one millisecond.</exception>
    public static Trigger AfterEachRun(TimeSpan delay) => new AfterEachRunTrigger(delay);

    /// <summary>Fires at the wall times that a cron expression names.</summary>
    /// <param name="expression">
    /// Five fields (minute, hour, day of month, month, day of week), six with seconds first, or a macro such as <c>@daily</c>.
    /// Day of month and day of week must both match when both are restricted.
    /// </param>
    /// <param name="timeZone">
    /// An IANA name such as <c>Europe/Berlin</c>; Windows names are converted. Left out, the scheduler's own zone is filled
    /// in when the job is added; until then the trigger speaks UTC.
    /// </param>
    /// <returns>A trigger whose first occurrence is the first match at or after the instant of adding.</returns>
    /// <remarks>
    /// A time that is skipped when clocks go forward fires at the first instant after the gap. A time that occurs twice
    /// when they go back fires the first time only, unless second, minute or hour holds one of <c>* ? - /</c>: such an
    /// expression means an interval and fires both times.
    /// </remarks>
    /// <exception cref="CronFormatException"><paramref name="expression"/> does not read as cron, or names no date that exists.</exception>
    /// <exception cref="ArgumentException">This machine does not know <paramref name="timeZone"/>.</exception>
    public static Trigger Cron([StringSyntax("cron")] string expression, string? timeZone = null) => new CronTrigger(expression, timeZone);

    /// <summary>Fires at the instants that either trigger names; one that both name counts once.</summary>
    /// <param name="left">One trigger.</param>
    /// <param name="right">The other.</param>
    /// <returns>The union. Equal parts and <see cref="Never"/> fall away.</returns>
    public static Trigger operator |(Trigger left, Trigger right) => OrTrigger.Of(left, right);

    /// <summary>Fires at the instants that either trigger names: <c>|</c> for languages without operators.</summary>
    /// <param name="left">One trigger.</param>
    /// <param name="right">The other.</param>
    /// <returns>The union. Equal parts and <see cref="Never"/> fall away.</returns>
    public static Trigger BitwiseOr(Trigger left, Trigger right) => left | right;

    /// <summary>Compares two triggers by value.</summary>
    /// <param name="left">One trigger.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> when both are <see langword="null"/> or equal.</returns>
    public static bool operator ==(Trigger? left, Trigger? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Compares two triggers by value.</summary>
    /// <param name="left">One trigger.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="false"/> when both are <see langword="null"/> or equal.</returns>
    public static bool operator !=(Trigger? left, Trigger? right) => !(left == right);

    /// <summary>Reads what <see cref="ToString"/> prints, for example <c>0 9 * * MON-FRI Asia/Shanghai</c> or <c>every 00:05:00</c>.</summary>
    /// <param name="text">
    /// <c>now</c>, <c>never</c>, <c>at</c> an instant or a wall time with its zone, <c>every</c> or <c>after each run</c> with a
    /// duration, or cron with an optional zone; then <c>from</c> and <c>until</c> with an instant; several joined with <c>|</c>.
    /// </param>
    /// <returns>The trigger.</returns>
    /// <exception cref="FormatException">The text does not read as a trigger; a <see cref="CronFormatException"/> when it reads as a broken cron expression.</exception>
    /// <exception cref="ArgumentException">The text reads well but a value in it is refused: a zone not known here, an interval too short, an end before the start.</exception>
    public static Trigger Parse(string text) => TriggerText.Parse(text);

    /// <summary>Reads what <see cref="ToString"/> prints, without an exception when that fails.</summary>
    /// <param name="text">The text; see <see cref="Parse"/>.</param>
    /// <param name="trigger">The trigger, or <see langword="null"/>.</param>
    /// <returns><see langword="true"/> when the text reads as a trigger.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Trigger? trigger) => TriggerText.TryParse(text, out trigger);

    /// <summary>Bounds the trigger: nothing before the given instant.</summary>
    /// <param name="start">The first instant allowed.</param>
    /// <returns>
    /// A trigger that behaves as if a job added earlier were added at <paramref name="start"/>. The grid of
    /// <see cref="Every"/> begins there too, unless it has a start of its own, which then only drops what is earlier.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="start"/> is after the end that the trigger already has.</exception>
    public Trigger From(DateTimeOffset start) => Within(start.ToUniversalTime(), null);

    /// <summary>Bounds the trigger: nothing after the given instant.</summary>
    /// <param name="end">The last instant allowed.</param>
    /// <returns>A trigger that has no occurrence after <paramref name="end"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="end"/> is before the start that the trigger already has.</exception>
    public Trigger Until(DateTimeOffset end) => Within(null, end.ToUniversalTime());

    /// <summary>Names the next instant that is due.</summary>
    /// <param name="context">What is known: above all when the job was added and which instant was the last.</param>
    /// <returns>
    /// The first instant strictly after <see cref="TriggerContext.Previous"/>; before the first one, the first instant at or
    /// after <see cref="TriggerContext.Added"/>, or the trigger's own start even when it has passed. In UTC.
    /// <see langword="null"/> when there is none any more, or none that <see cref="DateTimeOffset"/> can hold.
    /// </returns>
    /// <exception cref="InvalidOperationException">A trigger that is not of this library named an instant that is not after the previous one.</exception>
    public DateTimeOffset? Next(in TriggerContext context)
    {
        var next = NextCore(in context);
        if (next is { } at && context.Previous is { } previous && at <= previous)
            ThrowNotLater(at, previous);
        return next?.ToUniversalTime();
    }

    /// <summary>Lists the occurrences at or after an instant, as if the job were added then and its runs took no time.</summary>
    /// <param name="from">The first instant that can be listed.</param>
    /// <returns>The instants in order, found as they are asked for; without an end unless the trigger has one.</returns>
    public IEnumerable<DateTimeOffset> Occurrences(DateTimeOffset from)
    {
        // In UTC, since no local time is earlier than the first of the year 1.
        from = from.ToUniversalTime();

        // One tick earlier, not "no previous": a start in the past would be named first.
        DateTimeOffset? previous = from > DateTimeOffset.MinValue ? from.AddTicks(-1) : null;
        while (Next(new TriggerContext(from, from, previous)) is { } at)
        {
            yield return at;
            previous = at;
        }
    }

    /// <summary>Compares by value: the same kind with the same settings.</summary>
    /// <param name="other">The other trigger.</param>
    /// <returns><see langword="true"/> when equal. A trigger that does not override this is equal to itself only.</returns>
    public virtual bool Equals(Trigger? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as Trigger);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>Prints the trigger as <see cref="Parse"/> reads it.</summary>
    /// <returns>The text; for a trigger that does not override this, the name of its type, which cannot be read back.</returns>
    public override string ToString() => GetType().Name;

    /// <summary>Names the next instant: the one thing that a trigger of your own must do.</summary>
    /// <param name="context">What is known. There is no clock, and no randomness but <see cref="TriggerContext.Seed"/>.</param>
    /// <returns>
    /// An instant strictly after <see cref="TriggerContext.Previous"/>, the same for the same context, never earlier for a
    /// later previous; <see langword="null"/> when there is none any more.
    /// </returns>
    protected abstract DateTimeOffset? NextCore(in TriggerContext context);

    // The latest occurrence after context.Previous and at or before `until`; null when there is none. A trigger that can
    // jump overrides this; one that cannot is walked, each run taking no time.
    internal virtual DateTimeOffset? Latest(in TriggerContext context, DateTimeOffset until)
    {
        DateTimeOffset? latest = null;
        var walk = context;
        while (Next(in walk) is { } at && at <= until)
        {
            latest = at;
            walk = walk with { Previous = at, PreviousEnded = null };
        }
        return latest;
    }

    // The trigger with this zone filled in where it names none; containers pass it on.
    internal virtual Trigger InZone(string timeZone) => this;

    // Both bounds at once, in UTC, inclusive. Containers pass them on, so that a text needs no brackets.
    internal virtual Trigger Within(DateTimeOffset? from, DateTimeOffset? until) => WindowTrigger.Of(this, from, until);

    private void ThrowNotLater(DateTimeOffset at, DateTimeOffset previous) => throw new InvalidOperationException(
        $"The trigger {this} ({GetType()}) named {at:O} after {previous:O}. An occurrence must be strictly later than the " +
        "previous one, or the job would fire without end; NextCore must look at context.Previous.");
}
