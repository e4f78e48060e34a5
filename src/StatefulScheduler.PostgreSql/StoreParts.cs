using Npgsql;
using StatefulScheduler.Persistence;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// What all parts of an open store share.
internal sealed class StoreParts
{
    public StoreParts(Database database, PostgreSqlStoreOptions options, JobStoreContext context)
    {
        Database = database;
        Options = options;
        Context = context;
        Lanes = new LaneTable(OpenAsync);
        Plans = new PlanTable(context.Serializer);
        Columns = new RowColumns(
            context.Serializer,
            row => PlainRule.Holds(row, Plans.Of(row)),
            row => row.FinishedAt is null ? null : PruneRule.At(row, Plans.Of(row), options.KeepCompleted, options.KeepFailed));
        Place = new ClaimPlace(Lanes);
        Calls = new StoreCalls(this);
        Enlisted = new EnlistedCalls(this);
        Reader = new StoreReader(this);
        Announcer = new Announcer(this);
    }

    public Database Database { get; }

    public PostgreSqlStoreOptions Options { get; }

    public JobStoreContext Context { get; }

    public LaneTable Lanes { get; }

    public PlanTable Plans { get; }

    public RowColumns Columns { get; }

    public ClaimPlace Place { get; }

    public StoreCalls Calls { get; }

    public EnlistedCalls Enlisted { get; }

    public StoreReader Reader { get; }

    public Announcer Announcer { get; }

    public DueWatch Due { get; } = new();

    public SuspectTurns Suspects { get; } = new();

    // The instant that statements use instead of the server's; null: the server's.
    public long? Time => Options.UsesSchedulerTime ? Context.Time.GetUtcNow().UtcTicks : null;

    // Of the pool; its statements find the store's schema.
    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) =>
        (NpgsqlConnection)await Database.ConnectAsync(cancellationToken).ConfigureAwait(false);

    // This node is told, and the others where they could otherwise sleep past it.
    public void BecameDue(long due, bool announce)
    {
        Due.Note(due);
        if (announce)
            Announcer.Announce(due);
    }
}
