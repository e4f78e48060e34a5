namespace StatefulScheduler.Testing;

/// <summary>Runs a whole scheduler on a clock that stands still until the test moves it: deterministic, without sleeps, whatever the test framework.</summary>
/// <remarks>
/// <para>
/// The scheduler is a real one with the in-memory store, or the store that is chosen in <c>configure</c>. When the clock is moved it stops at every
/// timer on the way, lets happen what follows from it, and goes on when the scheduler is quiet. A run may wait for the clock
/// (<c>Task.Delay(…, job.Time)</c>); one that waits for anything else holds the clock up, for at most 30 seconds of real time.
/// </para>
/// <para>
/// Runs, states and events are noted as they are stored and told, over crashes and restarts. Not for use by several threads at a time, but for
/// <see cref="Scheduler"/> and what is read.
/// </para>
/// </remarks>
public sealed class SchedulerHarness : IAsyncDisposable
{
    private const int MostStepsAtOneInstant = 100_000;
    private readonly Action<SchedulerBuilder> configure;
    private readonly QuietWatch quiet;
    private readonly Journal journal = new();
    private readonly StoreHolder store;
    private readonly List<HarnessNode> others = [];
    private readonly Random random;
    private HarnessNode? node;
    private int advancing;

    private SchedulerHarness(Action<SchedulerBuilder> configure, HarnessOptions options, VirtualTimeProvider? time, bool storeIsLent)
    {
        this.configure = configure;
        Time = time ?? new(options.Start);
        Time.Jumped = Jumped;
        store = new StoreHolder(storeIsLent);
        quiet = new QuietWatch(options.Patience);
        random = new Random(options.Seed);
    }

    /// <summary>Gets the scheduler; after a restart another one than before.</summary>
    /// <exception cref="InvalidOperationException">The node has crashed and was not restarted.</exception>
    public IScheduler Scheduler => Node.Scheduler;

    /// <summary>Gets the clock. Move it with <see cref="AdvanceAsync"/>, not by its own methods, so that the scheduler is waited for.</summary>
    public VirtualTimeProvider Time { get; }

    /// <summary>Gets the services of the node: what <c>configure</c> registered, a <see cref="Random"/> with the seed of the options, and the scheduler.</summary>
    /// <exception cref="InvalidOperationException">The node has crashed and was not restarted.</exception>
    public IServiceProvider Services => Node.Services;

    /// <summary>Gets what makes the store fail where the test wants it to.</summary>
    public StoreFaults Faults { get; } = new();

    private HarnessNode Node => node ?? throw new InvalidOperationException("The node has crashed: RestartAsync starts another one.");

    /// <summary>Starts a scheduler on virtual time; what is due at once has run when this completes.</summary>
    /// <param name="configure">Says what the scheduler is made of; called again for every restart.</param>
    /// <param name="options">How the harness begins.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The harness, to be disposed of.</returns>
    public static ValueTask<SchedulerHarness> StartAsync(Action<SchedulerBuilder> configure, HarnessOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return StartAsync(configure, options ?? new(), null, false, cancellationToken);
    }

    /// <summary>Lets time pass: everything that is due on the way runs, in order, until the scheduler is quiet.</summary>
    /// <param name="time">How much; zero settles what is due now.</param>
    /// <param name="cancellationToken">Ends the wait; the clock stays where it is then.</param>
    /// <returns>A task that completes when the clock has arrived and the scheduler is quiet.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is negative.</exception>
    /// <exception cref="TimeoutException">The scheduler did not become quiet within 30 seconds of real time; the text names the run that holds it up.</exception>
    /// <exception cref="InvalidOperationException">The clock is being moved already.</exception>
    public async ValueTask AdvanceAsync(TimeSpan time, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        if (Interlocked.Exchange(ref advancing, 1) == 1)
            throw new InvalidOperationException("The clock of this harness is being moved already: await one AdvanceAsync before the next, and do not call it from a job.");

        try
        {
            var until = Time.Passed + time;
            await quiet.QuietAsync(cancellationToken).ConfigureAwait(false);
            await StepAsync(until, cancellationToken).ConfigureAwait(false);
            Time.MoveTo(until);
        }
        finally
        {
            Volatile.Write(ref advancing, 0);
        }
    }

    /// <summary>Lets time pass until the clock shows an instant.</summary>
    /// <param name="time">The instant.</param>
    /// <param name="cancellationToken">Ends the wait; the clock stays where it is then.</param>
    /// <returns>A task that completes when the clock has arrived and the scheduler is quiet.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> has passed.</exception>
    /// <exception cref="TimeoutException">The scheduler did not become quiet within 30 seconds of real time; the text names the run that holds it up.</exception>
    public ValueTask AdvanceToAsync(DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        var left = time - Time.GetUtcNow();
        return left >= TimeSpan.Zero
            ? AdvanceAsync(left, cancellationToken)
            : throw new ArgumentOutOfRangeException(nameof(time), time, $"The clock shows {Time.GetUtcNow():O} already. Time.Jump sets it back.");
    }

    /// <summary>Gives the ended runs of a job.</summary>
    /// <param name="jobId">Which job.</param>
    /// <returns>The runs as they were stored, oldest first.</returns>
    public IReadOnlyList<JobRun> Runs(string jobId) => journal.Runs(jobId);

    /// <summary>Gives the versions of a job's state, checkpoints included, whatever its history keeps.</summary>
    /// <param name="jobId">Which job.</param>
    /// <returns>The versions that were stored since the harness began, oldest first.</returns>
    public IReadOnlyList<StateVersion> States(string jobId) => journal.States(jobId);

    /// <summary>Gives what the scheduler has told.</summary>
    /// <typeparam name="TEvent">Which events; a base type gives all that derive from it.</typeparam>
    /// <returns>The events since the harness began, oldest first.</returns>
    public IReadOnlyList<TEvent> Events<TEvent>()
        where TEvent : SchedulerEvent => journal.Events<TEvent>();

    /// <summary>Drops the node as a power cut would: nothing drains, nothing is committed any more, its claims stay open in the store until their leases end.</summary>
    /// <returns>A task that completes when the node is gone.</returns>
    /// <remarks>
    /// Code of a run that is executing cannot be stopped inside one process: it may go on to its next wait, but reaches neither clock nor store.
    /// A durable store is closed, so that the next node opens it anew.
    /// </remarks>
    public ValueTask CrashAsync()
    {
        Leave(Node);
        return others.Count == 0 ? store.LeaveAsync() : ValueTask.CompletedTask;
    }

    /// <summary>Starts another node over the same store; one that still runs is stopped in good order first.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that completes when the node runs, and what is due at once has run.</returns>
    public async ValueTask RestartAsync(CancellationToken cancellationToken = default)
    {
        if (node is { } running)
        {
            await running.StopAsync().ConfigureAwait(false);
            quiet.Remove(running);
            node = null;
            await store.LeaveAsync().ConfigureAwait(false);
        }

        await BeginAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the harness: a quiet scheduler is stopped with its services, one with runs in flight is dropped as by <see cref="CrashAsync"/>.</summary>
    /// <returns>A task that completes when all is gone.</returns>
    public async ValueTask DisposeAsync()
    {
        foreach (var each in others.Append(node).OfType<HarnessNode>().ToList())
        {
            if (each.HasRuns)
                Leave(each);
            else
                await each.StopAsync().ConfigureAwait(false);
        }

        others.Clear();
        node = null;
        await store.DisposeAsync().ConfigureAwait(false);
    }

    // On a clock, and over a store, that somebody else made.
    internal static async ValueTask<SchedulerHarness> StartAsync(
        Action<SchedulerBuilder> configure, HarnessOptions options, VirtualTimeProvider? time, bool storeIsLent, CancellationToken cancellationToken)
    {
        var harness = new SchedulerHarness(configure, options, time, storeIsLent);
        try
        {
            await harness.BeginAsync(cancellationToken).ConfigureAwait(false);
            return harness;
        }
        catch
        {
            await harness.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    internal int Commits(string jobId) => journal.Commits(jobId);

    // A second scheduler over the same store and clock; its faults are its own.
    internal async ValueTask<IScheduler> AddNodeAsync(string name, Action<SchedulerBuilder> configureOther, StoreFaults faults, CancellationToken cancellationToken)
    {
        var other = HarnessNode.Build(configureOther, new(name, Time, random, store, faults, journal));
        others.Add(other);
        await BeginAsync(other, cancellationToken).ConfigureAwait(false);
        return other.Scheduler;
    }

    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        node = HarnessNode.Build(configure, new("node", Time, random, store, Faults, journal));
        await BeginAsync(node, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask BeginAsync(HarnessNode next, CancellationToken cancellationToken)
    {
        quiet.Add(next);
        await next.StartAsync(cancellationToken).ConfigureAwait(false);
        await quiet.QuietAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask StepAsync(TimeSpan until, CancellationToken cancellationToken)
    {
        var (at, steps) = (Time.Passed, 0);
        for (; ; )
        {
            cancellationToken.ThrowIfCancellationRequested();

            // On a thread of the pool: a callback may run a job's code, and a job that blocks must not block the test without a word.
            var step = Task.Run(() => Time.FireNext(until), CancellationToken.None);
            await quiet.BoundedAsync(step, cancellationToken).ConfigureAwait(false);
            if (!await step.ConfigureAwait(false))
                return;

            await quiet.QuietAsync(cancellationToken).ConfigureAwait(false);
            (at, steps) = Time.Passed == at ? (at, steps + 1) : (Time.Passed, 0);
            if (steps > MostStepsAtOneInstant)
                throw new TimeoutException($"The clock does not get beyond {Time.GetUtcNow():O}: more than {MostStepsAtOneInstant} timers fired there, each of which armed another.");
        }
    }

    private void Leave(HarnessNode gone)
    {
        gone.Crash();
        quiet.Remove(gone);
        others.Remove(gone);
        if (node == gone)
            node = null;
    }

    // The engine asks its store at least once a minute what its clock shows; here it asks at once.
    private void Jumped()
    {
        foreach (var each in others.Append(node).OfType<HarnessNode>())
            each.Scheduler.Dispatcher.Recruit();
    }
}
