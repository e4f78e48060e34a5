namespace StatefulScheduler;

/// <summary>What a scheduler holds to. Bindable from configuration; validated at start, all errors at once.</summary>
public sealed class SchedulerOptions
{
    /// <summary>Gets or sets the name of this node, as it appears on runs and in history.</summary>
    /// <value>1 to 100 characters. The default is the machine's name.</value>
    public string NodeName { get; set; } = Environment.MachineName;

    /// <summary>Gets or sets how many runs may be in flight on this node.</summary>
    /// <value>1 to 10,000. The default is four for each processor.</value>
    public int MaxConcurrentRuns { get; set; } = 4 * Environment.ProcessorCount;

    /// <summary>Gets or sets how long a claim holds a job when its node stops renewing it.</summary>
    /// <value>At least three times <see cref="HeartbeatInterval"/>. The default is 30 seconds.</value>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how often the leases of long runs are renewed.</summary>
    /// <value>10 milliseconds to 1 hour. The default is 5 seconds.</value>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how long a stop waits for runs in flight before their tokens fire.</summary>
    /// <value>Zero to 1 day. The default is 25 seconds: a host gives a stop 30, and runs whose tokens have fired need some of them.</value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Gets or sets whether the scheduler starts paused: commands work, nothing is claimed until it is resumed.</summary>
    public bool StartPaused { get; set; }

    /// <summary>Gets or sets how large a job's state may be, in bytes of UTF-8.</summary>
    /// <value>64 to 268,435,456. The default is 1,048,576.</value>
    public int MaxStateBytes { get; set; } = 1 << 20;

    /// <summary>Gets or sets the time zone of triggers that name none. It is written into a job's trigger when the job is added.</summary>
    /// <value>An IANA name, such as <c>Asia/Shanghai</c>. The default is UTC.</value>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Gets or sets how precisely the scheduler wakes.</summary>
    /// <value>The default is <see cref="WakePrecision.Precise"/>.</value>
    public WakePrecision WakePrecision { get; set; } = WakePrecision.Precise;
}

/// <summary>How precisely a scheduler wakes when a job is due.</summary>
public enum WakePrecision
{
    /// <summary>Within some ten microseconds as a rule; spends at most a tenth of one processor on it.</summary>
    Precise,

    /// <summary>Like <see cref="Precise"/>, whatever it costs.</summary>
    Exact,

    /// <summary>Within a millisecond or two, and never spins.</summary>
    Relaxed,
}
