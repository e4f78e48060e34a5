using System.Diagnostics.CodeAnalysis;

namespace StatefulScheduler.Retries;

/// <summary>Names the ways in which a call stops being retried.</summary>
[SuppressMessage("Naming", "CA1716", Justification = "Visual Basic writes [Stop]; everybody else reads Stop.AfterAttempt(3).")]
public static class Stop
{
    /// <summary>Gets the strategy that never stops.</summary>
    public static StopStrategy Never { get; } = new AnyStop([]);

    /// <summary>Stops after a number of attempts.</summary>
    /// <param name="attempts">How many attempts are made at most, the first included; 1 or more.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="attempts"/> is less than 1.</exception>
    public static StopStrategy AfterAttempt(int attempts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
        return new AttemptStop(attempts);
    }

    /// <summary>Stops once so much time has passed since the first attempt began. The delay that was begun before that is slept to its end, so a call may last longer: see <see cref="BeforeDelay"/>.</summary>
    /// <param name="limit">The time; zero or more.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is negative.</exception>
    public static StopStrategy AfterDelay(TimeSpan limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero);
        return new ElapsedStop(limit, countsNextDelay: false);
    }

    /// <summary>Stops rather than begin a delay that would end at or after so much time since the first attempt began.</summary>
    /// <param name="limit">The time; zero or more.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is negative.</exception>
    public static StopStrategy BeforeDelay(TimeSpan limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero);
        return new ElapsedStop(limit, countsNextDelay: true);
    }

    /// <summary>Stops when a token is cancelled. A delay that is being slept ends at once, unless other strategies would have to agree (<c>&amp;</c>).</summary>
    /// <param name="token">The token. Unlike the caller's token it ends the call with its last outcome, not with an <see cref="OperationCanceledException"/>, and interrupts no attempt.</param>
    /// <returns>The strategy.</returns>
    public static StopStrategy WhenCancelled(CancellationToken token) => new TokenStop(token);

    /// <summary>Stops when a delegate says so.</summary>
    /// <param name="shouldStop">Decides; called by several threads at once.</param>
    /// <returns>The strategy.</returns>
    public static StopStrategy When(Func<RetryState, bool> shouldStop)
    {
        ArgumentNullException.ThrowIfNull(shouldStop);
        return new CustomStop(shouldStop);
    }

    /// <summary>Stops as soon as one of several says so.</summary>
    /// <param name="strategies">Asked in order, up to the first that stops; none: never stops.</param>
    /// <returns>The combination; combinations of the same kind inside it are taken apart.</returns>
    public static StopStrategy Any(params ReadOnlySpan<StopStrategy> strategies) => new AnyStop(Parts.Flatten<StopStrategy, AnyStop>(strategies, nameof(strategies)));

    /// <summary>Stops only when all of several say so.</summary>
    /// <param name="strategies">Asked in order, up to the first that does not stop; none: stops after the first attempt.</param>
    /// <returns>The combination; combinations of the same kind inside it are taken apart.</returns>
    public static StopStrategy All(params ReadOnlySpan<StopStrategy> strategies) => new AllStop(Parts.Flatten<StopStrategy, AllStop>(strategies, nameof(strategies)));
}
