using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace StatefulScheduler.Retries;

// A delay that is never too short: timers fire early by up to their resolution, so the clock is asked again, and the rest is slept.
internal sealed class Pause : IValueTaskSource
{
    // What is longer than a timer can be set for is slept in pieces; a rest that is shorter than most timers resolve is slept as one that they do.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(1);
    private readonly TimeProvider time;
    private readonly TimeSpan delay;
    private readonly long beganAt;
    private readonly ITimer timer;
    private ManualResetValueTaskSourceCore<bool> core;
    private int isOver;

    private Pause(TimeProvider time, TimeSpan delay)
    {
        this.time = time;
        this.delay = delay;
        beganAt = time.GetTimestamp();
        timer = time.CreateTimer(static state => ((Pause)state!).Check(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(Piece(delay), Timeout.InfiniteTimeSpan); // Not before `timer` is set: it may fire at once.
    }

    // True: a token has ended it before its time.
    public static ValueTask<bool> WaitAsync(RetryPlan plan, TimeSpan delay, CancellationToken caller) =>
        plan.StopTokens.Length == 0 ? WaitAsync(plan.Time, delay, caller) : WaitForAnyAsync(plan, delay, caller);

    public void GetResult(short token) => core.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => core.OnCompleted(continuation, state, token, flags);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<bool> WaitAsync(TimeProvider time, TimeSpan delay, CancellationToken token)
    {
        var pause = new Pause(time, delay);
        var ending = token.UnsafeRegister(static state => ((Pause)state!).End(), pause);
        await new ValueTask(pause, pause.core.Version).ConfigureAwait(false);
        ending.Unregister();
        return token.IsCancellationRequested;
    }

    private static async ValueTask<bool> WaitForAnyAsync(RetryPlan plan, TimeSpan delay, CancellationToken caller)
    {
        using var any = CancellationTokenSource.CreateLinkedTokenSource([caller, .. plan.StopTokens]);
        return await WaitAsync(plan.Time, delay, any.Token).ConfigureAwait(false);
    }

    private static TimeSpan Piece(TimeSpan span) => span < Longest ? span : Longest;

    private void Check()
    {
        var rest = delay - time.GetElapsedTime(beganAt);
        if (rest <= TimeSpan.Zero)
            End();
        else
            timer.Change(rest < ShortestRest ? ShortestRest : Piece(rest), Timeout.InfiniteTimeSpan);
    }

    private void End()
    {
        if (Interlocked.Exchange(ref isOver, 1) != 0)
            return;
        timer.Dispose();
        core.SetResult(true);
    }
}
