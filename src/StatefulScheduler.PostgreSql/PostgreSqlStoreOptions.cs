using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler;

/// <summary>How the PostgreSQL store behaves. Nodes of one database may differ in everything but <see cref="Schema"/>.</summary>
public sealed class PostgreSqlStoreOptions
{
    /// <summary>Gets or sets the schema that the tables stand in; it is created when it is missing and may be.</summary>
    /// <value>A name of at most 63 bytes. The default is <c>stateful_scheduler</c>. Two groups of nodes with different schemas know nothing of each other.</value>
    public string Schema { get; set; } = "stateful_scheduler";

    /// <summary>Gets or sets how long one call to the server may take: a statement, or opening a connection.</summary>
    /// <value>1 second to 10 minutes. The default is 10 seconds. Afterwards the call fails with <see cref="StoreUnavailableException"/>; keep it below a third of the lease.</value>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how long opening the store waits for a server that does not answer yet.</summary>
    /// <value>Not negative. The default is 30 seconds: a database and its programs often start together. What waiting cannot mend, a wrong password or a missing right, is refused at once.</value>
    public TimeSpan StartWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how often an idle node looks for work of which nobody told it, while notifications arrive.</summary>
    /// <value>100 milliseconds to 1 hour. The default is 5 seconds. It bounds how late work of a node that died is found, beyond its lease.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how often an idle node looks while notifications do not arrive: the connection was lost, or a pooler does not carry them.</summary>
    /// <value>10 milliseconds to <see cref="PollInterval"/>. The default is 500 milliseconds.</value>
    public TimeSpan PollIntervalWithoutNotifications { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets or sets whether the node listens for notifications (<c>LISTEN</c>), on a connection of its own.</summary>
    /// <value>The default is <see langword="true"/>. Behind a pooler in transaction mode say <see langword="false"/>.</value>
    public bool Listens { get; set; } = true;

    /// <summary>Gets or sets whether a job added on the caller's transaction is announced in that transaction.</summary>
    /// <value>The default is <see langword="false"/>: nodes find it at their next look. Announcing it at once costs the server a lock that all announcing transactions share until they have been written to disk.</value>
    public bool NotifiesInTransaction { get; set; }

    /// <summary>Gets or sets how many connections the node opens at most, where the connection string does not say.</summary>
    /// <value>2 to 1,000. The default is 20.</value>
    public int MaxConnections { get; set; } = 20;

    /// <summary>Gets the members of states for which the database keeps an index, so that queries for them do not read every job.</summary>
    /// <value>Names of members (<c>phase</c>) or paths (<c>$.order.region</c>), written as in <see cref="StateFilter.Path"/>; none by default.</value>
    /// <remarks>
    /// <para>An index serves <see cref="StateComparison.Equal"/>, and ranges of numbers and of texts. It costs every commit that changes a state some of its
    /// speed, whichever member changes. It is made when a node starts, which waits for it, while the others go on working and starting; it is not dropped when
    /// it is no longer named (<c>DROP INDEX job_state_…</c>). One that cannot be made is logged, and tried again at the next start.</para>
    /// <para>Conditions on states, indexed or not, see them as <c>jsonb</c> does: numbers are exact, a character U+0000 counts as U+0001, in objects and arrays
    /// <c>1e1</c> equals <c>10</c>, and of a state with a number beyond <c>numeric</c> (<c>1e200000</c>) all members count as absent.</para>
    /// </remarks>
    public IList<string> IndexedStateMembers { get; } = [];

    /// <summary>Gets or sets how long a job stays after it completed, where <see cref="JobOptions.KeepFinished"/> says nothing. Jobs declared in code stay anyway.</summary>
    /// <value>The default is 1 day.</value>
    public TimeSpan KeepCompleted { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Gets or sets how long a job stays after it failed for good, where <see cref="JobOptions.KeepFinished"/> says nothing. Jobs declared in code stay anyway.</summary>
    /// <value>The default is 30 days.</value>
    public TimeSpan KeepFailed { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Gets or sets how many ended runs are shown for each job.</summary>
    /// <value>1 to 100,000. The default is 100.</value>
    public int KeepRuns { get; set; } = 100;

    /// <summary>Gets or sets how long an ended run is kept; the last one of a job stays as long as the job.</summary>
    /// <value>At least 1 day, counted in whole days: runs of one day stand together and go together. The default is 7 days.</value>
    public TimeSpan KeepRunsFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Gets or sets whether the scheduler's <see cref="TimeProvider"/> decides what is due, instead of the server's clock. For tests in virtual time.</summary>
    /// <value>The default is <see langword="false"/>: the clocks of the nodes do not matter.</value>
    public bool UsesSchedulerTime { get; set; }

    // For tests: whether the statements for many plain jobs are used, or all goes row by row.
    internal bool UsesFastStatements { get; set; } = true;

    // How often the listener asks itself whether notifications arrive, and how long it waits for its own.
    internal TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(15);

    internal TimeSpan EchoTimeout { get; set; } = TimeSpan.FromSeconds(5);

    // How long one step of a migration may take, the wait for another node's included; and one of maintenance. Both may read large tables.
    internal TimeSpan MigrationTimeout { get; set; } = TimeSpan.FromHours(1);

    internal TimeSpan KeepingTimeout { get; set; } = TimeSpan.FromMinutes(10);

    // For tests: asked after a call was stored, with the number of the attempt, whether its answer gets lost on the way.
    internal Func<int, bool>? LosesAnswer { get; set; }

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Schema);
        if (System.Text.Encoding.UTF8.GetByteCount(Schema) > 63)
            throw new ArgumentException($"The schema name '{Schema}' is longer than 63 bytes, where PostgreSQL would cut it off.", nameof(Schema));
        Between(CallTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), nameof(CallTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(StartWait, TimeSpan.Zero);
        Between(PollInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1), nameof(PollInterval));
        Between(PollIntervalWithoutNotifications, TimeSpan.FromMilliseconds(10), PollInterval, nameof(PollIntervalWithoutNotifications));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnections, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxConnections, 1000);
        ArgumentOutOfRangeException.ThrowIfLessThan(KeepCompleted, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(KeepFailed, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(KeepRuns, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(KeepRuns, 100_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(KeepRunsFor, TimeSpan.FromDays(1));
        foreach (var member in IndexedStateMembers)
            StatePath.Parse(member);
    }

    private static void Between(TimeSpan value, TimeSpan least, TimeSpan most, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
    }
}
