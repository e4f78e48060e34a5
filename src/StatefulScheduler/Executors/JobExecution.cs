using Microsoft.Extensions.DependencyInjection;
using StatefulScheduler.Engine;
using StatefulScheduler.Stores;

namespace StatefulScheduler;

/// <summary>One claimed job on its way through an executor.</summary>
/// <remarks>Owned by the engine and reused for other runs; an executor must not keep it beyond the end of its <see cref="JobExecutor.ExecuteAsync"/>.</remarks>
public sealed class JobExecution
{
    private const int Closed = -1;
    private readonly RunMemory memory;
    private JobContext? context;
    private RunContext? typed;
    private AsyncServiceScope? scope;
    private ScheduledJob? job;
    private string? runId;
    private JobChange? change;
    private JobClaim claim;

    internal JobExecution(EngineCore core)
    {
        Core = core;
        memory = new RunMemory(this);
        Cancellation = new(core);
    }

    /// <summary>Gets the job as it was at the claim.</summary>
    public ScheduledJob Job => job ??= claim.ToJob(Core.StoreName);

    internal EngineCore Core { get; }

    internal ref JobClaim Claim => ref claim;

    internal JobPolicies Policies { get; private set; } = null!;

    internal RunMemory Memory => memory;

    internal RunCancellation Cancellation { get; private set; }

    internal string RunId => runId ??= claim.RunId;

    internal JobChange Change => change ??= new JobChange();

    internal JobChange? ChangeIfAny => change is { IsEmpty: false } ? change : null;

    internal JobValue Result { get; set; }

    internal DateTimeOffset ClaimedAt { get; private set; }

    internal DateTimeOffset StartedAt { get; set; }

    internal DateTimeOffset EndedAt { get; set; }

    // The same on the monotonic clock, by which leases are counted: when the claim was sent, and the last renewal that was granted.
    internal long ClaimedTimestamp { get; private set; }

    internal long LeasedTimestamp { get; set; }

    internal long EndedTimestamp { get; set; }

    internal JobOutcome Outcome { get; set; }

    // Whether the state, or the definition, cannot be read: the job is parked with Outcome.Exception as the reason.
    internal bool CannotRun { get; set; }

    // Whether the schedule has moved past this occurrence already, and to where.
    internal bool Advanced { get; set; }

    internal DateTimeOffset? AdvancedTo { get; set; }

    // What the outcome policy decided, and how often it had to decide.
    internal JobCommit Commit;

    internal RunNotes? Notes { get; set; }

    internal int Decisions { get; set; }

    // Written by the thread that has the run, read by the lease keeper.
    internal volatile RunPhase Phase;

    // Whether the run left the thread that began it: what it was given may then live on in user code.
    internal bool RanAsynchronously { get; set; }

    internal ITimer? Deadline
    {
        get;
        set
        {
            field = value;
            HasDeadline |= value is not null;
        }
    }

    internal bool HasDeadline { get; private set; }

    // One holder as a rule; two when the run was closed while its code goes on.
    internal int Holders;

    // The generation of the run that may be closed; another value once it has been.
    private int open = Closed;

    internal int Generation { get; private set; }

    // Made anew for each run on a clock other than the system's.
    internal ClockRun? OnClock { get; set; }

    internal IServiceProvider Services => (scope ??= Core.Services.CreateAsyncScope()).ServiceProvider;

    /// <summary>Runs the job's code.</summary>
    /// <param name="cancellationToken">Fires when the run must end.</param>
    /// <returns>How it ended; never an exception.</returns>
    public ValueTask<JobOutcome> InvokeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var running = Policies.Handler.InvokeAsync(context ??= new JobContext(this), cancellationToken);
            return running.IsCompletedSuccessfully && scope is null ? new(Succeeded()) : AwaitAsync(running);
        }
#pragma warning disable CA1031 // The boundary of the job's code: whatever it throws is the outcome.
        catch (Exception exception) when (scope is null)
        {
            return new(Threw(exception));
        }
        catch (Exception exception)
        {
            return AwaitAsync(ValueTask.FromException(exception));
        }
#pragma warning restore CA1031
    }

    internal JobExecution CurrentFor(int generation) => Generation == generation
        ? this
        : throw new InvalidOperationException("This run has ended: what a job was given for a run cannot be used after it.");

    internal JobContext<TState> Typed<TState>()
    {
        var state = Core.Json.StateType<TState>();
        if (typed is not JobContext<TState> mine)
            typed = mine = new JobContext<TState>(this, state);
        try
        {
            _ = mine.State;
        }
        catch (JobStateException)
        {
            CannotRun = true;
            throw;
        }

        return mine;
    }

    internal void Begin(in JobClaim claimed, JobPolicies policies, DateTimeOffset now, long timestamp)
    {
        claim = claimed;
        Policies = policies;
        ClaimedAt = now;
        ClaimedTimestamp = LeasedTimestamp = timestamp;
        Advanced = claimed.Advanced;
        AdvancedTo = claimed.Advanced ? claimed.NextFireAt : null;
        memory.Begin(claimed.State, claimed.StateVersion, claimed.StateSchema);
        Holders = 1;
        open = Generation;
        Phase = RunPhase.Claimed;
    }

    // Whether the run was closed while its code goes on.
    internal bool IsDeaf => Phase == RunPhase.Running && Volatile.Read(ref open) == Closed;

    // True for the first caller: the code of the run that returned, or the lease keeper that gave up waiting for it.
    internal bool TryClose(int generation) => Interlocked.CompareExchange(ref open, Closed, generation) == generation;

    internal JobOutcome Cancelled(Exception exception) => Cancellation.Why switch
    {
        CancelReason.Timeout => new(RunOutcome.TimedOut, null, new TimeoutException($"The run of job '{claim.Plan.Id}' took longer than {Policies.Timeout}.", exception)),
        CancelReason.LeaseLost => new(RunOutcome.Abandoned, null, exception),
        _ => new(RunOutcome.Cancelled, null, exception),
    };

    // Makes the object ready for another run. A context that user code may still hold, because the run was asynchronous, is left to it and refuses from now on.
    internal void End()
    {
        Generation++;
        if (RanAsynchronously)
        {
            context = null;
            typed = null;
        }
        else
        {
            context?.Renew();
            typed?.Renew();
        }

        memory.Clear();
        if (RanAsynchronously || HasDeadline || Core.Time.GetElapsedTime(ClaimedTimestamp, EndedTimestamp) > Core.Options.HeartbeatInterval / 4)
            Cancellation = new(Core); // A timer, or the lease keeper, which looks at older claims only, may still be about to fire the old one.
        else
            Cancellation.Reset();
        claim = default;
        Commit = default;
        Outcome = default;
        Result = default;
        job = null;
        runId = null;
        change = null;
        Notes = null;
        Decisions = 0;
        CannotRun = false;
        RanAsynchronously = false;
        HasDeadline = false;
        OnClock = null;
        AdvancedTo = null;
        Policies = null!;
        Phase = RunPhase.Free;
    }

    private async ValueTask<JobOutcome> AwaitAsync(ValueTask running)
    {
        JobOutcome outcome;
        try
        {
            await running.ConfigureAwait(false);
            outcome = Succeeded();
        }
#pragma warning disable CA1031 // The boundary of the job's code.
        catch (Exception exception)
        {
            outcome = Threw(exception);
        }

        try
        {
            if (scope is { } used)
            {
                scope = null;
                await used.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            Log.ScopeFailed(Core.Logger, exception, claim.Plan.Id, RunId);
        }
#pragma warning restore CA1031
        return outcome;
    }

    private JobOutcome Succeeded()
    {
        if (Cancellation.Why == CancelReason.LeaseLost)
            return new(RunOutcome.Abandoned);

        try
        {
            return new(RunOutcome.Succeeded, memory.Returned(Core.Options.MaxStateBytes));
        }
        catch (JobStateException exception)
        {
            return new(RunOutcome.Failed, null, exception);
        }
    }

    private JobOutcome Threw(Exception exception)
    {
        if (Cancellation.Why == CancelReason.LeaseLost)
            return new(RunOutcome.Abandoned, null, exception);
        if (exception is OperationCanceledException && Cancellation.Why != CancelReason.None)
            return Cancelled(exception);
        return new(RunOutcome.Failed, null, exception);
    }
}

// Where a run is on its way; the lease keeper renews everything that is not free.
internal enum RunPhase
{
    Free,
    Claimed,
    Running,
    Ended,
}
