using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace StatefulScheduler.Engine;

// Who pumps, and how much is in flight. Holds what no pump holds: claims that wait for a slot, and ended runs that wait for an exchange.
internal sealed class Dispatcher
{
    private readonly EngineCore core;
    private readonly RunStarter starter;
    private readonly RunSettler settler;
    private readonly HeldRuns held;
    private readonly ConcurrentQueue<JobExecution> ready = new();
    private readonly ConcurrentQueue<JobExecution> ended = new();
    private readonly Stack<RunPipeline> parked = [];
    private readonly Lock listGate = new();
    private readonly List<RunPipeline> pipelines = [];
    private readonly Action<JobExecution> keepReady;
    private readonly Action<JobExecution> keepEnded;
    private readonly Action<JobExecution> giveBack;
    private readonly int usualPumps;
    private int pumps;
    private int stuckPumps;
    private int attention;
    private int claimed; // claims that have not ended
    private int running; // runs whose code has begun and not ended
    private volatile bool claims;
    private volatile bool staysOnThread;

    public Dispatcher(EngineCore core)
    {
        this.core = core;
        Runs = new RunPool(core);
        var changes = new ChangePolicy(core);
        starter = new RunStarter(core, this, new OutcomePolicy(core, changes));
        settler = new RunSettler(core, this, starter);
        Loop = new DueLoop(core, this);
        Keeper = new LeaseKeeper(core, this, starter);
        held = new HeldRuns(core, Runs, Keeper.Lose);
        (keepReady, keepEnded, giveBack) = (ready.Enqueue, ended.Enqueue, GiveBack); // Made once: a method group allocates at each use.
        usualPumps = core.IsSystemTime ? Environment.ProcessorCount : 1;
    }

    public RunPool Runs { get; }

    public DueLoop Loop { get; }

    public LeaseKeeper Keeper { get; }

    public StoreHealth Health { get; } = new();

    // Claims under way are counted in before it is known how many there are.
    public int InFlight => Volatile.Read(ref claimed);

    // What is claimed and not yet committed. Counted when asked.
    public int OpenRuns => Runs.All().Count(run => run.Phase != RunPhase.Free);

    public bool HasRunning => Volatile.Read(ref running) > 0;

    // How often the store has answered a pump: a number that stands still says that it does not.
    public long StoreAnswers
    {
        get
        {
            lock (listGate)
                return pipelines.Sum(pipeline => pipeline.Answers);
        }
    }

    public bool IsBusy => Volatile.Read(ref pumps) > 0;

    public bool HasEnded => !ended.IsEmpty;

    // Whether all that was claimed has been committed. Pumps are asked twice: one that comes or goes between the questions may hold what has ended.
    public bool IsDrained => Volatile.Read(ref claimed) == 0 && !IsBusy && ended.IsEmpty && !IsBusy;

    public void Claim(bool allowed) => claims = allowed;

    // Something may be due, or wants to be committed: sees to it that a pump looks.
    public void Recruit()
    {
        Volatile.Write(ref attention, 1);
        Start();
    }

    // More is due than one pump took.
    public void Help()
    {
        if (core.IsSystemTime && usualPumps > 1 && Volatile.Read(ref claimed) > 0)
            Start();
    }

    // A pump takes its look: whatever was announced before this is seen by its next exchange.
    public void Attend() => Volatile.Write(ref attention, 0);

    public void Leave(RunPipeline pipeline)
    {
        pipeline.Batch.MoveReady(keepReady);
        lock (listGate)
            parked.Push(pipeline);
        Interlocked.Decrement(ref pumps);
        if (Volatile.Read(ref attention) == 1)
            Start();
        core.Activity.End();
    }

    public void DueAt(DateTimeOffset due) => Loop.Propose(due);

    public void AwaitDue() => Loop.AwaitDue();

    // How many claims the pump may ask for. Short jobs may be claimed beyond the free slots, since they are over before anybody else could begin them:
    // as many as are worth a batch when jobs end on the pump's thread, one after the other in one slot; those that leave it need a slot each.
    public int Reserve(int size)
    {
        if (!claims || !ready.IsEmpty)
            return 0;

        var slots = core.Options.MaxConcurrentRuns - Volatile.Read(ref claimed);
        var wanted = staysOnThread && Volatile.Read(ref running) < core.Options.MaxConcurrentRuns ? Math.Max(slots, size) : slots;
        wanted = Math.Clamp(wanted, 0, core.Store.Traits.MaxBatch);
        if (wanted > 0)
            Interlocked.Add(ref claimed, wanted);
        return wanted;
    }

    // Whether the jobs of the last batch ended where they began, rather than waiting for something: for all pumps, since they share the slots.
    public void Learn(int runs, int left)
    {
        if (runs > 0)
            staysOnThread = left == 0;
    }

    public void Release(int count) => Interlocked.Add(ref claimed, -count);

    // Takes a run slot, if one is free.
    public bool TryBegin()
    {
        if (!claims || Volatile.Read(ref running) >= core.Options.MaxConcurrentRuns)
            return false; // Paused or stopping: what has not begun goes back.
        if (Interlocked.Increment(ref running) <= core.Options.MaxConcurrentRuns)
            return true;
        EndSlot();
        return false;
    }

    public void EndSlot() => Interlocked.Decrement(ref running);

    // A run has ended that had a slot of its own.
    public void Over()
    {
        EndSlot();
        Release(1);
    }

    public void Ended(JobExecution run) => ended.Enqueue(run);

    public bool TryTakeEnded([MaybeNullWhen(false)] out JobExecution run) => ended.TryDequeue(out run);

    // What the pump could not begin, since every slot is taken, goes back to the store: somebody else may have a slot, and a pause must find nothing waiting here.
    public void PutBack(RunBatch batch) => batch.MoveReady(giveBack);

    public bool TakeReady(RunBatch batch)
    {
        if (!claims)
        {
            ReturnReady();
            return HasEnded;
        }

        var any = false;
        var room = core.Options.MaxConcurrentRuns - Volatile.Read(ref running);
        while (room-- > 0 && ready.TryDequeue(out var run))
        {
            batch.Add(run);
            any = true;
        }

        return any;
    }

    // True: code of the same job, which has lost its lease, has not ended yet.
    public bool TryHold(JobExecution run) => held.TryHold(run);

    public void ReleaseHeld()
    {
        if (held.Release(keepReady))
            Recruit();
    }

    // Claims that have not begun go back to the store, uncounted.
    public void GiveBackReady()
    {
        ReturnReady();
        Recruit();
    }

    // Called every 2 ms while pumps are busy: a pump that stands still in a job's code hands over the rest of its batch.
    public void RescueStuck()
    {
        RunPipeline[] all;
        lock (listGate)
            all = [.. pipelines];
        var stuck = 0;
        foreach (var pipeline in all)
        {
            if (pipeline.IsRunning && pipeline.Batch.Rescue(keepReady, keepEnded))
                stuck++;
        }

        // A pump that stands still does no pumping: another may take its place, for as long as it does.
        Volatile.Write(ref stuckPumps, Math.Min(stuck, core.Options.MaxConcurrentRuns));
        if (stuck > 0)
            Recruit();
    }

    public void StoreAnswered()
    {
        if (Health.Answered())
            core.Events.StoreUp();
    }

    public void StoreFailed(Exception exception)
    {
        if (Health.Failed(exception, core.StoreTime()))
            core.Events.StoreDown(exception);
        Log.StoreFailed(core.Logger, exception, core.StoreName, Health.Backoff);
        Attend();
        Loop.RetryAfter(Health.Backoff);
    }

    private void ReturnReady()
    {
        held.TakeAll(giveBack);
        while (ready.TryDequeue(out var run))
            GiveBack(run);
    }

    private void GiveBack(JobExecution run)
    {
        Release(1);
        var now = core.Time.GetTimestamp();
        run.StartedAt = core.Clock.At(now);
        if (starter.End(run, new(RunOutcome.Pending), now))
            Ended(run);
    }

    private void Start()
    {
        for (; ; )
        {
            var now = Volatile.Read(ref pumps);
            if (now >= usualPumps + Volatile.Read(ref stuckPumps))
                return;
            if (Interlocked.CompareExchange(ref pumps, now + 1, now) == now)
                break;
        }

        core.Activity.Begin();
        Keeper.Arm();
        Loop.Watch();
        ThreadPool.UnsafeQueueUserWorkItem(Pipeline(), preferLocal: false);
    }

    private RunPipeline Pipeline()
    {
        lock (listGate)
        {
            if (parked.TryPop(out var pipeline))
                return pipeline;
            pipeline = new RunPipeline(core, this, starter, settler);
            pipelines.Add(pipeline);
            return pipeline;
        }
    }
}
