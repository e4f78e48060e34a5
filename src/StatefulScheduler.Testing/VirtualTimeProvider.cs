using StatefulScheduler.Engine;

namespace StatefulScheduler.Testing;

/// <summary>Gives code a clock that stands still until a test moves it.</summary>
/// <remarks>
/// <para>
/// Two things can be moved apart: time passes (<see cref="Advance"/>: the wall clock, the timestamps and the timers go on together), or the wall
/// clock is set (<see cref="Jump"/>: no time passes, no timer comes nearer). Timers fire one after the other in the order of their due times, ties
/// in the order in which they were armed; a timer with due time zero fires at the next step, never inside <see cref="CreateTimer"/>.
/// </para>
/// <para>Thread-safe. A <see cref="SchedulerHarness"/> moves its own clock and waits for the scheduler between two timers: use its methods there.</para>
/// </remarks>
public sealed class VirtualTimeProvider : TimeProvider
{
    private readonly Lock gate = new();
    private readonly SortedSet<VirtualTimer> armed = new(VirtualTimer.Order);
    private readonly DateTimeOffset start;
    private TimeSpan passed;
    private TimeSpan jumped;
    private long armings;

    /// <summary>Creates a clock that stands at an instant.</summary>
    /// <param name="start">The instant.</param>
    public VirtualTimeProvider(DateTimeOffset start) => this.start = start.ToUniversalTime();

    /// <summary>Gets how many timestamp units make a second: 10,000,000, one for each tick.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Gets the zone of local time: always UTC, so that a test means the same everywhere.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    // Called after a jump, outside the lock.
    internal Action? Jumped { get; set; }

    internal TimeSpan Passed
    {
        get
        {
            lock (gate)
                return passed;
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return start + passed + jumped;
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => Passed.Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Sets the wall clock, as an operator or a time server does: no time passes, and no timer fires.</summary>
    /// <param name="by">How far; negative: back.</param>
    public void Jump(TimeSpan by)
    {
        lock (gate)
            jumped += by;
        Jumped?.Invoke();
    }

    /// <summary>Lets time pass: every timer that is due on the way fires, on this thread, at its own instant.</summary>
    /// <param name="by">How much; zero fires what is due now.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var until = Passed + by;
        while (FireNext(until))
        {
        }

        MoveTo(until);
    }

    // Fires the one timer that is due first, if it is due by then. False: none is.
    internal bool FireNext(TimeSpan until)
    {
        VirtualTimer timer;
        lock (gate)
        {
            if (armed.Min is not { } first || first.Due > until)
                return false;
            armed.Remove(timer = first);
            passed = first.Due > passed ? first.Due : passed;
        }

        timer.Fire();
        return true;
    }

    internal void MoveTo(TimeSpan until)
    {
        lock (gate)
            passed = until > passed ? until : passed;
    }

    // Forgets the timers of runs whose node is gone: their code never goes on.
    internal void Forget(EngineActivity node)
    {
        lock (gate)
            armed.RemoveWhere(timer => timer.Run?.Activity == node);
    }

    internal void Arm(VirtualTimer timer, TimeSpan dueTime)
    {
        lock (gate)
        {
            armed.Remove(timer);
            timer.Due = dueTime < TimeSpan.MaxValue - passed ? passed + dueTime : TimeSpan.MaxValue;
            timer.Armed = ++armings;
            armed.Add(timer);
        }
    }

    // True: it was armed.
    internal bool Disarm(VirtualTimer timer)
    {
        lock (gate)
            return armed.Remove(timer);
    }
}
