using System.Diagnostics.CodeAnalysis;

namespace StatefulScheduler.Engine;

// Why a run's token fired.
internal enum CancelReason
{
    None,
    Timeout,
    Stopping,
    LeaseLost,
    Replaced,
}

// The token of one run after another, on one reusable object.
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer and is not linked: it holds nothing to dispose of.")]
internal sealed class RunCancellation(EngineCore core)
{
    private CancellationTokenSource source = new();
    private int reason;

    public CancelReason Why => (CancelReason)Volatile.Read(ref reason);

    public CancellationToken Token => source.Token;

    // When the token fired, on the monotonic clock; read by the lease keeper to find runs that ignore it.
    public long FiredAt { get; private set; }

    // The first reason wins, but a lost lease overrules any: nothing of the run may be committed then.
    public void Fire(CancelReason why)
    {
        if (why == CancelReason.LeaseLost)
            Volatile.Write(ref reason, (int)why);
        else if (Interlocked.CompareExchange(ref reason, (int)why, (int)CancelReason.None) != (int)CancelReason.None)
            return;

        if (why == CancelReason.LeaseLost)
            core.HasLostRuns = true;
        FiredAt = core.Time.GetTimestamp();
        _ = CancelAsync(source);
    }

    public void Reset()
    {
        reason = (int)CancelReason.None;
        if (!source.TryReset())
            source = new CancellationTokenSource(); // The old one is left to user code that may still hold its token; it owns no timer.
    }

    // What the job has registered on its token runs on the pool: it must hold up neither a timer, nor the lease keeper, nor a stop, and what it throws must end none of them.
    [SuppressMessage("Design", "CA1031", Justification = "The boundary of callbacks of the job's own.")]
    private async Task CancelAsync(CancellationTokenSource fired)
    {
        core.Activity.Begin();
        try
        {
            await fired.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.CancellationFailed(core.Logger, exception);
        }

        core.Activity.End();
    }
}
