namespace StatefulScheduler.Retries;

/// <summary>Puts everything that is done inside under one time limit: attempts, delays and what they call.</summary>
/// <remarks>
/// <para>
/// Every policy that is used inside, on whatever thread the flow leads to, obeys it: the tokens of attempts are cancelled when the time is up, an attempt that ends by that has failed with a
/// <see cref="TimeoutException"/>, and no delay is begun that would end later. Inside another deadline the earlier of the two holds.
/// </para>
/// <para>
/// To hand it on to another process, send <see cref="At"/> or <see cref="Remaining"/>. <c>using var deadline = RetryDeadline.Begin(TimeSpan.FromSeconds(5));</c> Thread-safe; dispose it where it was begun.
/// </para>
/// </remarks>
public sealed class RetryDeadline : IDisposable
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);
    private static readonly AsyncLocal<RetryDeadline?> Ambient = new();
    private static bool everBegun; // For as long as no program has begun a deadline, nothing is asked for one.
    private readonly RetryDeadline? outer;
    private readonly TimeProvider time;
    private readonly long beganAt;
    private readonly TimeSpan limit;
    private readonly CancellationTokenSource source;
    private readonly CancellationTokenRegistration ofOuter;

    private RetryDeadline(TimeSpan limit, TimeProvider time, RetryDeadline? outer)
    {
        this.outer = outer;
        this.time = time;
        this.limit = outer is not null && outer.Remaining < limit ? outer.Remaining : limit;
        beganAt = time.GetTimestamp();
        At = Spans.Add(time.GetUtcNow(), this.limit);
        source = this.limit <= LongestTimer ? new CancellationTokenSource(this.limit, time) : new CancellationTokenSource();
        Token = source.Token; // Still asked for by flows that outlive the scope.
        ofOuter = outer?.Token.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source) ?? default;
    }

    /// <summary>Gets the deadline that holds here; null when there is none.</summary>
    public static RetryDeadline? Current => Volatile.Read(ref everBegun) ? Ambient.Value : null;

    /// <summary>Gets when the time is up, by the wall clock at the beginning.</summary>
    public DateTimeOffset At { get; }

    /// <summary>Gets how much time is left; zero when it is up. Measured without the wall clock, which may be set.</summary>
    public TimeSpan Remaining
    {
        get
        {
            var left = limit - time.GetElapsedTime(beganAt);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Gets the token that is cancelled when the time is up.</summary>
    public CancellationToken Token { get; }

    /// <summary>Begins a time limit for what follows in this flow.</summary>
    /// <param name="limit">How long; zero or more.</param>
    /// <param name="time">The clock; left out: the system's.</param>
    /// <returns>The deadline; it ends to hold when disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is negative.</exception>
    public static RetryDeadline Begin(TimeSpan limit, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero);
        var deadline = new RetryDeadline(limit, time ?? TimeProvider.System, Ambient.Value);
        Volatile.Write(ref everBegun, true);
        Ambient.Value = deadline;
        return deadline;
    }

    /// <summary>Ends the limit: the outer deadline, if there is one, holds again.</summary>
    public void Dispose()
    {
        if (Ambient.Value == this)
            Ambient.Value = outer;
        ofOuter.Dispose();
        source.Dispose();
    }

    internal TimeoutException Passed(string when, Exception? exception) => new($"The deadline at {At:O} {when}.", exception);
}
