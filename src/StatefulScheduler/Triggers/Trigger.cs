using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace StatefulScheduler;

/// <summary>Answers one question: when? A trigger is an immutable, pure description of instants.</summary>
/// <remarks>
/// <para>
/// Combine triggers with <c>|</c>, <c>&amp;</c> and <see cref="Except(Trigger)"/>, and bound them with <see cref="From"/> and <see cref="Until"/>. Every trigger of this
/// library has a text that <see cref="Parse"/> reads back, is equal to another by value, and answers in UTC (offset zero).
/// </para>
/// <para>
/// To write your own, derive from this class, override <see cref="NextCore"/> and, so that equal triggers are recognised,
/// <see cref="Equals(Trigger)"/> and <see cref="GetHashCode"/>. Keep it immutable: triggers are shared between threads.
/// Inside <c>&amp;</c>, <see cref="Except(Trigger)"/> and <see cref="WithJitter"/>, and after a long outage, it is asked from
/// instants at which nothing ran: it should name the same instants from wherever it is asked.
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
    /// Fields hold <c>*</c>, <c>?</c>, values, names, ranges (also <c>FRI-MON</c>), steps and lists; the day of month also
    /// <c>L</c>, <c>L-3</c>, <c>15W</c> and <c>LW</c>, the day of week <c>5L</c> and <c>MON#2</c>; Sunday is 0 or 7. Day of month
    /// and day of week must both match when both are restricted. <c>H</c>, <c>H/15</c> and <c>H(1-4)</c> stand for a value
    /// drawn for each job (<see cref="TriggerContext.Seed"/>), so that a thousand jobs do not start at once.
    /// </param>
    /// <param name="timeZone">
    /// An IANA name such as <c>Europe/Berlin</c>; Windows names are converted. Left out, the scheduler's own zone is filled
    /// in when the job is added; until then the trigger speaks UTC.
    /// </param>
    /// <param name="year">The years it fires in, 1970 to 9999, as a cron field: <c>2027</c>, <c>2027-2030</c>, <c>2028/4</c>; <c>*/4</c> counts from 1970. Left out: every year.</param>
    /// <param name="week">The ISO weeks it fires in, 1 to 53, as a cron field: <c>1-52/2</c> is every odd week. Left out: every week.</param>
    /// <param name="gap">What happens to a time that is skipped when clocks go forward. The default fires at the first instant after the gap.</param>
    /// <param name="overlap">
    /// What happens to a time that occurs twice when clocks go back. The default fires the first time only, unless second,
    /// minute or hour holds one of <c>* ? - /</c>: such an expression means an interval and fires both times.
    /// </param>
    /// <returns>A trigger whose first occurrence is the first match at or after the instant of adding.</returns>
    /// <exception cref="CronFormatException">A field does not read as cron, or no date that exists is named.</exception>
    /// <exception cref="ArgumentException">This machine does not know <paramref name="timeZone"/>.</exception>
    public static Trigger Cron(
        [StringSyntax("cron")] string expression,
        string? timeZone = null,
        string? year = null,
        string? week = null,
        GapRule gap = GapRule.FireAfter,
        OverlapRule overlap = OverlapRule.Intervals) => CronTrigger.OfExpression(expression, timeZone, year, week, gap, overlap);

    /// <summary>Fires at the wall times that a cron expression names, <c>H</c> drawn from a number as Cronos draws it.</summary>
    /// <param name="expression">As for <see cref="Cron(string, string?, string?, string?, GapRule, OverlapRule)"/>; a macro stands for <c>H</c> fields: <c>@daily</c> is <c>H H H * * *</c>.</param>
    /// <param name="seed">The number. The same one draws the same times on every machine and in every version.</param>
    /// <param name="timeZone">An IANA name such as <c>Europe/Berlin</c>; left out, the scheduler's own zone.</param>
    /// <returns>A trigger without <c>H</c>: what was drawn stands in its text.</returns>
    /// <exception cref="CronFormatException"><paramref name="expression"/> does not read as cron, or names no date that exists.</exception>
    /// <exception cref="ArgumentException">This machine does not know <paramref name="timeZone"/>.</exception>
    public static Trigger Cron([StringSyntax("cron")] string expression, int seed, string? timeZone = null) =>
        CronTrigger.OfExpression(expression, seed, timeZone);

    /// <summary>Fires at the wall times whose every part fits its field, as the cron trigger of APScheduler does.</summary>
    /// <param name="year">1970 to 9999; <c>*/4</c> counts from 1970.</param>
    /// <param name="month">1 to 12, or <c>jan</c> to <c>dec</c>.</param>
    /// <param name="day">1 to 31, <c>last</c>, <c>2nd fri</c> (<c>1st</c> to <c>5th</c>), <c>last sun</c>.</param>
    /// <param name="week">The ISO week, 1 to 53.</param>
    /// <param name="dayOfWeek">A number, see <paramref name="weekdays"/>, or <c>mon</c> to <c>sun</c>.</param>
    /// <param name="hour">0 to 23.</param>
    /// <param name="minute">0 to 59.</param>
    /// <param name="second">0 to 59.</param>
    /// <param name="timeZone">An IANA name such as <c>Europe/Berlin</c>; left out, the scheduler's own zone.</param>
    /// <param name="weekdays">How numbers in <paramref name="dayOfWeek"/> count. The default is APScheduler 3's, in which 0 is Monday.</param>
    /// <param name="gap">What happens to a time that is skipped when clocks go forward. The default does not fire it.</param>
    /// <param name="overlap">What happens to a time that occurs twice when clocks go back. The default fires both times.</param>
    /// <returns>
    /// A trigger whose first occurrence is the first match at or after the instant of adding. A field left out is <c>*</c>
    /// when a smaller one is given; below the smallest given one it is its first value (week and day of week stay <c>*</c>).
    /// With no field at all it fires every second.
    /// </returns>
    /// <exception cref="CronFormatException">A field cannot be read, or no date that exists is named.</exception>
    /// <exception cref="ArgumentException">This machine does not know <paramref name="timeZone"/>.</exception>
    public static Trigger CronFields(
        string? year = null,
        string? month = null,
        string? day = null,
        string? week = null,
        string? dayOfWeek = null,
        string? hour = null,
        string? minute = null,
        string? second = null,
        string? timeZone = null,
        WeekdayNumbers weekdays = WeekdayNumbers.MondayIsZero,
        GapRule gap = GapRule.Skip,
        OverlapRule overlap = OverlapRule.Both) =>
        CronTrigger.OfFields([year, month, day, week, dayOfWeek, hour, minute, second], timeZone, weekdays, gap, overlap);

    /// <summary>Reads a five-field crontab as APScheduler's <c>from_crontab</c> does: its fields are those of <see cref="CronFields"/>.</summary>
    /// <param name="expression">Minute, hour, day, month and day of week. All must match: day <i>and</i> day of week, unlike in crontab.</param>
    /// <param name="timeZone">An IANA name such as <c>Europe/Berlin</c>; left out, the scheduler's own zone.</param>
    /// <param name="weekdays">How numbers in the day of week count. The default is APScheduler 3's, in which 0 is Monday and not, as in crontab, Sunday.</param>
    /// <returns>A trigger with the clock rules of <see cref="CronFields"/>.</returns>
    /// <exception cref="CronFormatException"><paramref name="expression"/> has not five fields, one of them cannot be read, or no date that exists is named.</exception>
    /// <exception cref="ArgumentException">This machine does not know <paramref name="timeZone"/>.</exception>
    public static Trigger FromCrontab(string expression, string? timeZone = null, WeekdayNumbers weekdays = WeekdayNumbers.MondayIsZero) =>
        CronTrigger.OfCrontab(expression, timeZone, weekdays);

    /// <summary>Fires every so many years, months, weeks or days, when the clocks of a time zone show the given time.</summary>
    /// <param name="every">The step from one date to the next: years and months first, then weeks and days. At least one day.</param>
    /// <param name="at">What the clocks show.</param>
    /// <param name="timeZone">An IANA name such as <c>Europe/Berlin</c>; left out, the scheduler's own zone.</param>
    /// <param name="start">The first date; one that has passed when the job is added is still due. Left out, the date counts from the day the job is added.</param>
    /// <param name="missingDay">What happens in a month that has no such day: by default the month is passed over, so that 31 January monthly goes on with 31 March.</param>
    /// <param name="gap">What happens on a date on which <paramref name="at"/> is skipped. The default passes the date over.</param>
    /// <param name="overlap">What happens on a date on which <paramref name="at"/> occurs twice. The default fires the first time only.</param>
    /// <returns>A trigger without an end.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A part of <paramref name="every"/> is negative, or all are zero.</exception>
    /// <exception cref="ArgumentException">This machine does not know <paramref name="timeZone"/>.</exception>
    public static Trigger Calendar(
        CalendarPeriod every,
        TimeOnly at,
        string? timeZone = null,
        DateOnly? start = null,
        MissingDay missingDay = MissingDay.Skip,
        GapRule gap = GapRule.Skip,
        OverlapRule overlap = OverlapRule.First) =>
        new CalendarTrigger(every, at, timeZone, start, missingDay, gap, overlap);

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

    /// <summary>Fires at the instants that both triggers name.</summary>
    /// <param name="left">One trigger.</param>
    /// <param name="right">The other.</param>
    /// <returns>
    /// The intersection, to the tick; equal parts fall away. A search that meets no common instant in 100,000 steps throws
    /// <see cref="InvalidOperationException"/>: the two would most likely never meet.
    /// </returns>
    public static Trigger operator &(Trigger left, Trigger right) => AndTrigger.Of(left, right);

    /// <summary>Fires at the instants that both triggers name: <c>&amp;</c> for languages without operators.</summary>
    /// <param name="left">One trigger.</param>
    /// <param name="right">The other.</param>
    /// <returns>The intersection.</returns>
    public static Trigger BitwiseAnd(Trigger left, Trigger right) => left & right;

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
    /// duration, a calendar as <c>every 3 months at 03:00 Europe/Berlin from 2026-01-31</c>, or cron with an optional zone.
    /// Then, in any order, <c>from</c> and <c>until</c> with an instant, <c>except</c> with dates (<c>2026-12-25,2026-12-26</c>)
    /// or with a trigger in brackets, <c>jitter</c> with a duration. Several are joined with <c>&amp;</c> and, less closely,
    /// <c>|</c>; brackets group them, to a depth of 64.
    /// </param>
    /// <returns>The trigger.</returns>
    /// <exception cref="FormatException">The text does not read as a trigger, and at which position; a <see cref="CronFormatException"/> when it reads as a broken cron expression.</exception>
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

    /// <summary>Drops the instants that another trigger names.</summary>
    /// <param name="excluded">The instants that are left out, to the tick.</param>
    /// <returns>
    /// The difference. A search that meets nothing but excluded instants, a million in a row, throws
    /// <see cref="InvalidOperationException"/>: most likely nothing is left.
    /// </returns>
    /// <exception cref="ArgumentException">Nothing would be left: <paramref name="excluded"/> equals this trigger, or is a union with it.</exception>
    public Trigger Except(Trigger excluded) => ExceptTrigger.Of(this, excluded);

    /// <summary>Drops whole days, by the calendar of the trigger's own zone.</summary>
    /// <param name="dates">The days left out: holidays, closing days. No date leaves the trigger as it is.</param>
    /// <returns>
    /// The trigger without those days. Each part of a union goes by its own zone, an intersection by the first that is named
    /// in it. A trigger that names none (<see cref="Every"/>, or one of your own) is given the scheduler's when its job is
    /// added; until then its days are those of UTC.
    /// </returns>
    public Trigger Except(params IEnumerable<DateOnly> dates) => ExceptDaysTrigger.Of(this, dates);

    /// <summary>Moves each occurrence later by a time drawn for the job and the occurrence, so that many jobs do not start at once.</summary>
    /// <param name="max">The longest delay; at least one millisecond.</param>
    /// <returns>
    /// A trigger whose occurrences keep their order: none is moved to or past the next one, or past the end. The same job
    /// and occurrence is always moved by the same time, on every node and after every restart. A trigger that has a jitter
    /// is given this one in its place; what is bounded or excluded afterwards is so before it is moved.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="max"/> is shorter than one millisecond.</exception>
    public Trigger WithJitter(TimeSpan max) => JitterTrigger.Of(this, max);

    /// <summary>Names the next instant that is due.</summary>
    /// <param name="context">What is known: above all when the job was added and which instant was the last.</param>
    /// <returns>
    /// The first instant strictly after <see cref="TriggerContext.Previous"/>; before the first one, the first instant at or
    /// after <see cref="TriggerContext.Added"/>, or the trigger's own start even when it has passed. In UTC.
    /// <see langword="null"/> when there is none any more, or none that <see cref="DateTimeOffset"/> can hold.
    /// </returns>
    /// <exception cref="InvalidOperationException">A trigger that is not of this library named an instant that is not after the previous one.</exception>
    public DateTimeOffset? Next(in TriggerContext context) => NextInUtc(in context);

    /// <summary>Names the first occurrence after an instant, as if the job had been added just then.</summary>
    /// <param name="after">The instant; an occurrence at it does not count.</param>
    /// <returns>The occurrence, in UTC, or <see langword="null"/> when there is none any more.</returns>
    public DateTimeOffset? NextAfter(DateTimeOffset after) => NextAfterInUtc(after);

    /// <summary>Names the last occurrence before an instant: the inverse of <see cref="NextAfter"/>.</summary>
    /// <param name="before">The instant; an occurrence at it does not count.</param>
    /// <returns>
    /// The occurrence, in UTC, or <see langword="null"/> when there is none. A trigger that counts from the instant of adding
    /// (<see cref="Every"/> and <see cref="Calendar"/> without a start, <see cref="AfterEachRun"/>, <see cref="Now"/>) has no occurrence before it, and so none here.
    /// </returns>
    public DateTimeOffset? LastBefore(DateTimeOffset before) =>
        before == DateTimeOffset.MinValue ? null : LastUntil(new TriggerContext(DateTimeOffset.MinValue, before), before.ToUniversalTime().AddTicks(-1));

    /// <summary>Lists the occurrences of a stretch of time, as if the job were added at its beginning and its runs took no time.</summary>
    /// <param name="from">The first instant that can be listed.</param>
    /// <param name="until">The first instant that is not listed any more.</param>
    /// <returns>The instants in order, found as they are asked for.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="until"/> is before <paramref name="from"/>.</exception>
    public IEnumerable<DateTimeOffset> Occurrences(DateTimeOffset from, DateTimeOffset until)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(until, from);
        return Occurrences(from).TakeWhile(at => at < until);
    }

    /// <summary>Lists the next occurrences and says, where clocks, exclusions, jitter or the end touched one, how.</summary>
    /// <param name="from">The first instant that can be listed.</param>
    /// <param name="count">How many, 1 to 10,000.</param>
    /// <param name="timeZone">The zone of the wall times. Left out, the trigger's own, or UTC.</param>
    /// <param name="culture">The language of the notes: Chinese for <c>zh</c> cultures, English for all others. Left out, <see cref="CultureInfo.CurrentUICulture"/>.</param>
    /// <param name="seed">The number that jitter and <c>H</c> draw from; a job has its own.</param>
    /// <returns>At most <paramref name="count"/> occurrences in order; fewer when the trigger ends.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is out of range.</exception>
    /// <exception cref="ArgumentException">This machine does not know <paramref name="timeZone"/>.</exception>
    /// <exception cref="InvalidOperationException">A combination names no instant for very long: see <c>&amp;</c> and <see cref="Except(Trigger)"/>.</exception>
    public IReadOnlyList<TriggerOccurrence> Explain(
        DateTimeOffset from, int count, string? timeZone = null, CultureInfo? culture = null, ulong seed = 0)
    {
        TriggerPreview.CheckCount(count);
        var zone = timeZone is null ? OwnZone.Of(this) ?? TimeZoneTable.Utc : TimeZoneTable.Get(timeZone);
        return new TriggerPreview(this, zone, culture ?? CultureInfo.CurrentUICulture).List(Listing(from, seed), count);
    }

    /// <summary>Lists the occurrences at or after an instant, as if the job were added then and its runs took no time.</summary>
    /// <param name="from">The first instant that can be listed.</param>
    /// <returns>The instants in order, found as they are asked for; without an end unless the trigger has one.</returns>
    public IEnumerable<DateTimeOffset> Occurrences(DateTimeOffset from)
    {
        var context = Listing(from, seed: 0);
        while (Next(in context) is { } at)
        {
            yield return at;
            context = context with { Previous = at };
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

    // Next, with what NextCore promises checked. A trigger that cannot fail to keep it overrides this.
    internal virtual DateTimeOffset? NextInUtc(in TriggerContext context)
    {
        var next = NextCore(in context);
        if (next is { } at && context.Previous is { } previous && at <= previous)
            ThrowNotLater(at, previous);
        return next?.ToUniversalTime();
    }

    // A trigger that needs no context overrides this too.
    internal virtual DateTimeOffset? NextAfterInUtc(DateTimeOffset after) => NextInUtc(new TriggerContext(after, after, after));

    // The latest occurrence after context.Previous and at or before `until`; null when there is none. A trigger that can
    // jump overrides this.
    internal virtual DateTimeOffset? Latest(in TriggerContext context, DateTimeOffset until) => Bisection.Latest(this, in context, until);

    // Whether the instant is one of the occurrences, wherever the job stands.
    internal virtual bool Names(in TriggerContext context, DateTimeOffset at) => Next(context.LookingAt(at)) == at;

    // The first and the last instant that bounds allow, both inclusive; null without a bound. Containers pass them on.
    internal virtual DateTimeOffset? NotBefore => null;

    internal virtual DateTimeOffset? NotAfter => null;

    // Whether it may have to ask others many times for one answer, and so must keep to a budget when it is asked by such a one.
    internal virtual bool Searches => false;

    // Tells what touched the stretch after context.Previous and until an instant, inclusive: the next occurrence of the
    // trigger that was asked, which need not be one of this part of it, or MaxValue when there is none any more.
    internal virtual void Explain(in TriggerContext context, DateTimeOffset until, TriggerNotes notes)
    {
    }

    // What follows an occurrence is unknown until that has run.
    internal virtual bool WaitsForRuns => false;

    // Whether the instants lie where they do because the job was added when it was.
    internal virtual bool CountsFromAdding => false;

    // The last occurrence at or before an instant, of all there are; the context is that of a job added when time began.
    internal virtual DateTimeOffset? LastUntil(in TriggerContext context, DateTimeOffset until) =>
        CountsFromAdding ? null : Latest(in context, until);

    // The trigger with this zone filled in where it names none; containers pass it on.
    internal virtual Trigger InZone(string timeZone) => this;

    // Both bounds at once, in UTC, inclusive. Containers pass them on, so that a text needs no brackets.
    internal virtual Trigger Within(DateTimeOffset? from, DateTimeOffset? until) => WindowTrigger.Of(this, from, until);

    // As if added at an instant. In UTC, since no local time is earlier than the first of the year 1.
    private static TriggerContext Listing(DateTimeOffset from, ulong seed)
    {
        from = from.ToUniversalTime();

        // One tick earlier, not "no previous": a start in the past would be named first.
        DateTimeOffset? previous = from > DateTimeOffset.MinValue ? from.AddTicks(-1) : null;
        return new TriggerContext(from, from, previous, null, seed);
    }

    private void ThrowNotLater(DateTimeOffset at, DateTimeOffset previous) => throw new InvalidOperationException(
        $"The trigger {this} ({GetType()}) named {at:O} after {previous:O}. An occurrence must be strictly later than the " +
        "previous one, or the job would fire without end; NextCore must look at context.Previous.");
}
