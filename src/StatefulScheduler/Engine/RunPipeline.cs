using System.Diagnostics.CodeAnalysis;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// The pump: commit what has ended and claim what is due, in one exchange; run it; again, until nothing is due.
//
//     claim → occurrence policy → executor → outcome policy → commit → event
//
// About one pump for each busy processor. A run that ends at once stays on the pump's thread; one that waits is detached and brings its
// outcome back through the dispatcher. User code never runs under a lock.
internal sealed class RunPipeline : IThreadPoolWorkItem
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Contention = TimeSpan.FromMilliseconds(10); // For what is due and not to be had: another node is about to take it, or to let it go.
    private readonly EngineCore core;
    private readonly Dispatcher dispatcher;
    private readonly RunStarter starter;
    private readonly RunSettler settler;
    private readonly JobExecution[] settling;
    private readonly JobCommit[] commits;
    private readonly CommitResult[] results;
    private readonly JobClaim[] claims;
    private readonly JobExecution[] begun;
    private readonly JobExchange exchange;

    public RunPipeline(EngineCore core, Dispatcher dispatcher, RunStarter starter, RunSettler settler)
    {
        this.core = core;
        this.dispatcher = dispatcher;
        this.starter = starter;
        this.settler = settler;
        var size = core.Store.Traits.MaxBatch;
        settling = new JobExecution[size];
        commits = new JobCommit[size];
        results = new CommitResult[size];
        claims = new JobClaim[size];
        begun = new JobExecution[size];
        Batch = new RunBatch(size);
        exchange = new() { Request = core.Request };
    }

    public RunBatch Batch { get; }

    // How many claims to ask for: few enough not to hold up others, enough to be worth the exchange.
    public BatchSize Size { get; } = new();

    // Whether the pump is running jobs, rather than waiting for the store or for work: then one that takes no step is stuck in a job's code.
    public bool IsRunning { get; private set; }

    // Written by the pump alone.
    public long Answers { get; private set; }

    public void Execute() => _ = PumpAsync();

    [SuppressMessage("Design", "CA1031", Justification = "The boundary of the loop: a store that fails is backed off from, and the loop lives on.")]
    private async Task PumpAsync()
    {
        try
        {
            dispatcher.AwaitDue();
            var began = core.Time.GetTimestamp();
            while (await ExchangeAsync().ConfigureAwait(false))
            {
                await RunBatchAsync().ConfigureAwait(false);
                if (core.Time.GetElapsedTime(began) >= Turn)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false); // Behind whatever waits for a thread: jobs that go on, and the rest of the application.
                    return;
                }
            }
        }
        catch (Exception exception)
        {
            dispatcher.StoreFailed(exception);
        }

        dispatcher.Leave(this);
    }

    // False: nothing is left to do.
    private async ValueTask<bool> ExchangeAsync()
    {
        dispatcher.Attend();
        var ended = CollectEnded();
        var wanted = dispatcher.Reserve(Size.Next(claims.Length));
        if (ended == 0 && wanted == 0)
            return dispatcher.TakeReady(Batch);

        ClaimResult claimed;
        var asked = core.Time.GetTimestamp();
        try
        {
            claimed = await SendAsync(ended, wanted).ConfigureAwait(false);
        }
        catch
        {
            // What was sent may have been stored: sent again, it is answered AlreadyCommitted.
            dispatcher.Release(wanted);
            for (var i = 0; i < ended; i++)
                dispatcher.Ended(settling[i]);
            throw;
        }

        var answered = core.Time.GetTimestamp();
        Size.LearnExchange(core.Time.GetElapsedTime(asked, answered));
        if (wanted > 0)
            core.LearnTime(claimed.Now, asked, answered);
        dispatcher.Release(wanted - claimed.Count);
        Answers++;
        dispatcher.StoreAnswered();
        Settle(ended); // First: what has ended is told before what follows it begins.
        Begin(claimed, asked);
        Array.Clear(commits, 0, ended);
        Array.Clear(results, 0, ended);
        return Batch.HasWork | dispatcher.TakeReady(Batch) | dispatcher.HasEnded;
    }

    private void Settle(int ended)
    {
        var free = 0;
        for (var i = 0; i < ended; i++)
        {
            if (settler.Settle(settling[i], in results[i]))
                settling[free++] = settling[i];
        }

        dispatcher.Runs.Return(settling.AsSpan(0, free));
    }

    private int CollectEnded()
    {
        var count = Batch.TakeEnded(settling);
        while (count < settling.Length && dispatcher.TryTakeEnded(out var run))
            settling[count++] = run;
        for (var i = 0; i < count; i++)
            commits[i] = settling[i].Commit;
        return count;
    }

    private async ValueTask<ClaimResult> SendAsync(int ended, int wanted)
    {
        exchange.Commits = commits.AsMemory(0, ended);
        exchange.Results = results.AsMemory(0, ended);
        exchange.Claims = claims.AsMemory(0, wanted);

        // Not the stopping token: the jobs have run, and what they did must be written even while the scheduler stops.
        if (wanted > 0)
            return await core.Store.ExchangeAsync(exchange, CancellationToken.None).ConfigureAwait(false);

        await core.Store.CommitAsync(exchange.Commits, exchange.Results, CancellationToken.None).ConfigureAwait(false);
        return new ClaimResult(0, false, null, core.StoreTime());
    }

    // Leases are counted from when they were asked for: the store may have granted them at once, and the answer have been on its way for long.
    private void Begin(in ClaimResult claimed, long asked)
    {
        var runs = begun.AsSpan(0, claimed.Count);
        dispatcher.Runs.Rent(runs);
        for (var i = 0; i < runs.Length; i++)
        {
            starter.Begin(runs[i], in claims[i], claimed.Now, asked);
            claims[i] = default;
        }

        Batch.Add(runs);
        if (claimed is { MoreDue: true, Count: > 0 })
            dispatcher.Help();
        else if (claimed.MoreDue || claimed.NextDue <= claimed.Now)
            dispatcher.Loop.RetryAfter(Contention);
        else if (claimed.NextDue is { } due)
            dispatcher.DueAt(due);
    }

    private async ValueTask RunBatchAsync()
    {
        IsRunning = true;
        var began = core.Time.GetTimestamp();
        var last = began;
        var (count, left) = (0, 0);
        var holdsSlot = false; // Kept from one job to the next, as long as they end on this thread.
        JobExecution? justEnded = null;
        while ((holdsSlot = holdsSlot || dispatcher.TryBegin()) && Batch.TryTake(justEnded, out var run))
        {
            justEnded = null;
            if (dispatcher.TryHold(run))
                continue;

            count++;
            var running = starter.RunAsync(run, last);
            JobOutcome outcome;
            if (running.IsCompletedSuccessfully)
            {
                outcome = running.Result;
            }
            else if (run.Policies.Executor.RunsOneByOne)
            {
                run.RanAsynchronously = true;
                outcome = await RunStarter.OutcomeAsync(run, running).ConfigureAwait(false);
            }
            else
            {
                starter.Detach(run, running); // With the slot.
                last = core.Time.GetTimestamp();
                (holdsSlot, left) = (false, left + 1);
                continue;
            }

            last = core.Time.GetTimestamp();
            dispatcher.Release(1);
            if (starter.End(run, outcome, last))
                justEnded = run;
        }

        if (holdsSlot)
            dispatcher.EndSlot(); // And the last that ended has been handed in.
        else if (justEnded is not null)
            Batch.AddEnded(justEnded);
        IsRunning = false;
        dispatcher.PutBack(Batch);
        Size.Learn(core.Time.GetElapsedTime(began, last), count);
        dispatcher.Learn(count, left);
    }
}
