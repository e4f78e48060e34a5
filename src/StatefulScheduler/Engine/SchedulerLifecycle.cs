using System.Diagnostics.CodeAnalysis;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// Start, pause, resume, stop.
//
// Order of a stop: nothing is claimed any more → what is claimed and not begun goes back → runs in flight are waited for, up to DrainTimeout →
// their tokens fire → they are waited for again, up to the patience of the lease keeper → what ended is committed → loop and keeper end.
// The caller's token shortens it: from the moment it fires, runs get a last second.
[SuppressMessage("Design", "CA1001", Justification = "The gate's wait handle is never asked for, so that it holds nothing to dispose of.")]
internal sealed class SchedulerLifecycle(EngineCore core, Dispatcher dispatcher, Reconciler reconciler)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(5); // Of a stop, with a start that is still under way.
    private static readonly TimeSpan LastSecond = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim gate = new(1, 1);
    private IReadOnlyList<string> unknownHandlers = [];
    private CancellationTokenSource? starting;

    public SchedulerStatus Status { get; private set; }

    // Once opened, the store stays open until the scheduler is disposed: commands work on a stopped scheduler.
    public bool IsOpen { get; private set; }

    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Status != SchedulerStatus.Stopped)
                return;

            await OpenBoundedAsync(cancellationToken).ConfigureAwait(false);
            dispatcher.Loop.Start();
            dispatcher.Keeper.Start();
            Status = core.Options.StartPaused ? SchedulerStatus.Paused : SchedulerStatus.Running;
            dispatcher.Claim(Status == SchedulerStatus.Running);
            core.Events.Publish(new SchedulerStarted());
            Log.Started(core.Logger, core.Scheduler.Name, core.Options.NodeName, core.Handlers.Known.Schemas.Count, core.StoreName);
            dispatcher.Recruit();
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask PauseAsync()
    {
        await gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Status != SchedulerStatus.Running)
                return;
            dispatcher.Claim(false);
            dispatcher.GiveBackReady();
            Status = SchedulerStatus.Paused;
            core.Events.Publish(new SchedulerPaused());
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask ResumeAsync()
    {
        await gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Status != SchedulerStatus.Paused)
                return;
            Status = SchedulerStatus.Running;
            dispatcher.Claim(true);
            core.Events.Publish(new SchedulerResumed());
            dispatcher.Recruit();
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        await EnterForStopAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Status == SchedulerStatus.Stopped)
                return;

            Status = SchedulerStatus.Stopping;
            dispatcher.Claim(false);
            dispatcher.GiveBackReady();
            var drain = new Drain(dispatcher);
            if (!await drain.WaitAsync(core.Options.DrainTimeout, cancellationToken).ConfigureAwait(false))
            {
                CancelRuns();
                if (!await drain.WaitAsync(Patience, cancellationToken).ConfigureAwait(false) && cancellationToken.IsCancellationRequested)
                    await drain.WaitAsync(LastSecond, CancellationToken.None).ConfigureAwait(false);
            }

            dispatcher.Loop.Dispose();
            dispatcher.Keeper.Dispose();
            Status = SchedulerStatus.Stopped;
            core.Events.Publish(new SchedulerStopped());
            Log.Stopped(core.Logger, core.Scheduler.Name, dispatcher.OpenRuns);
        }
        finally
        {
            gate.Release();
        }
    }

    public SchedulerHealth GetHealth() =>
        new(Status, dispatcher.OpenRuns, dispatcher.Keeper.StuckRuns, dispatcher.Health.Fault, dispatcher.Health.DownSince, unknownHandlers);

    // A store that never answers must not hold up whoever ends the start: its token fires, or somebody stops the scheduler.
    private async ValueTask OpenBoundedAsync(CancellationToken cancellationToken)
    {
        var mine = new CancellationTokenSource(); // Never disposed of: it holds nothing, and a stop may be about to cancel it.
        await using var link = cancellationToken.UnsafeRegister(source => ((CancellationTokenSource)source!).Cancel(), mine).ConfigureAwait(false);
        Volatile.Write(ref starting, mine);
        try
        {
            await OpenAsync(mine.Token).AsTask().WaitAsync(mine.Token).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref starting, null);
        }
    }

    private async ValueTask EnterForStopAsync(CancellationToken cancellationToken)
    {
        var isHurried = cancellationToken.IsCancellationRequested;
        if (await gate.WaitAsync(isHurried ? TimeSpan.Zero : StartPatience, CancellationToken.None).ConfigureAwait(false))
            return;
        if (Volatile.Read(ref starting) is { } start)
            await start.CancelAsync().ConfigureAwait(false);
        await gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (!IsOpen)
        {
            await core.Store.InitializeAsync(
                new JobStoreContext { StoreName = core.StoreName, Node = core.Options.NodeName, Time = core.Time, Serializer = core.Serializer, Logger = core.Logger },
                cancellationToken).ConfigureAwait(false);
            IsOpen = true;
        }

        await core.AskTimeAsync(cancellationToken).ConfigureAwait(false); // First: declared jobs are added by the store's clock.
        unknownHandlers = await reconciler.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private void CancelRuns()
    {
        foreach (var run in dispatcher.Runs.All())
        {
            if (run.Phase == RunPhase.Running)
                run.Cancellation.Fire(CancelReason.Stopping);
        }
    }
}
