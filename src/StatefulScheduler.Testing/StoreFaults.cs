namespace StatefulScheduler.Testing;

/// <summary>Names what a scheduler asks of its store, for <see cref="StoreFaults"/>.</summary>
public enum StoreVerb
{
    /// <summary>Jobs are inserted.</summary>
    Add,

    /// <summary>A job is read.</summary>
    Get,

    /// <summary>Jobs are listed or counted.</summary>
    Query,

    /// <summary>Due jobs are claimed.</summary>
    Claim,

    /// <summary>Leases are renewed.</summary>
    Renew,

    /// <summary>Changes are stored: commands, checkpoints, the ends of runs.</summary>
    Commit,

    /// <summary>A change is stored that removes its job; it is a <see cref="Commit"/> as well.</summary>
    Remove,
}

/// <summary>Makes the store of a <see cref="SchedulerHarness"/> fail where a test wants it to: before it acted, after it acted, or late.</summary>
/// <remarks>
/// Thread-safe. What is asked for stays until it has been used up, over crashes and restarts; what is asked for the same calls comes one after the other:
/// <c>LetPass(StoreVerb.Commit, 2)</c>, then <c>FailNext(StoreVerb.Commit)</c>, fails the third.
/// </remarks>
public sealed class StoreFaults
{
    private readonly Lock gate = new();
    private readonly List<StoreFault> planned = [];

    /// <summary>Lets the next calls be, so that what is asked for after this begins with a later one.</summary>
    /// <param name="verb">Which calls.</param>
    /// <param name="times">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is less than 1.</exception>
    public void LetPass(StoreVerb verb, int times = 1) => Plan(new(verb, times));

    /// <summary>Lets the next calls fail before the store has done anything.</summary>
    /// <param name="verb">Which calls.</param>
    /// <param name="times">How many.</param>
    /// <param name="exception">What they throw; left out, an <see cref="IOException"/> that says it was planned.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is less than 1.</exception>
    public void FailNext(StoreVerb verb, int times = 1, Exception? exception = null) =>
        Plan(new(verb, times) { Fails = true, Exception = exception });

    /// <summary>Lets the next calls fail after the store has done what it was asked: the answer is lost on the way.</summary>
    /// <param name="verb">Which calls.</param>
    /// <param name="times">How many.</param>
    /// <param name="exception">What they throw; left out, an <see cref="IOException"/> that says it was planned.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is less than 1.</exception>
    public void LoseAnswer(StoreVerb verb, int times = 1, Exception? exception = null) => Plan(new(verb, times) { LosesAnswer = true, Exception = exception });

    /// <summary>Lets the next calls take time, by the virtual clock, before the store acts.</summary>
    /// <param name="verb">Which calls.</param>
    /// <param name="delay">How long.</param>
    /// <param name="times">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is less than 1, or <paramref name="delay"/> is negative.</exception>
    public void Delay(StoreVerb verb, TimeSpan delay, int times = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        Plan(new(verb, times) { Delay = delay });
    }

    // The faults of one call, each used once by it.
    internal StoreFault[] Take(ReadOnlySpan<StoreVerb> verbs)
    {
        if (verbs.IsEmpty)
            return [];

        var taken = new List<StoreFault>();
        lock (gate)
        {
            foreach (var verb in verbs)
            {
                if (planned.Find(fault => fault.Verb == verb) is not { } next)
                    continue;
                taken.Add(next);
                if (--next.Times == 0)
                    planned.Remove(next);
            }
        }

        return [.. taken];
    }

    // Whether what was asked for has been used up.
    internal bool AreUsedUp
    {
        get
        {
            lock (gate)
                return planned.Count == 0;
        }
    }

    internal void Forget()
    {
        lock (gate)
            planned.Clear();
    }

    private void Plan(StoreFault fault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fault.Times, 1, "times");
        lock (gate)
            planned.Add(fault);
    }
}

internal sealed class StoreFault(StoreVerb verb, int times)
{
    public StoreVerb Verb => verb;

    public int Times { get; set; } = times;

    public bool Fails { get; init; }

    public bool LosesAnswer { get; init; }

    public TimeSpan Delay { get; init; }

    public Exception? Exception { get; init; }

    public Exception Failure() => Exception ?? new IOException($"StoreFaults.FailNext: the {verb} fails as planned.");

    public Exception Loss() => Exception ?? new IOException($"StoreFaults.LoseAnswer: the {verb} was done, its answer is lost as planned.");
}
