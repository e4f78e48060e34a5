using Npgsql;
using StatefulScheduler.Stores;
using StatefulScheduler.Stores.Rows;

namespace StatefulScheduler.PostgreSql;

// What all parts of an open store share.
internal sealed class StoreParts
{
    public StoreParts(NpgsqlDataSource source, string database, PostgreSqlStoreOptions options, JobStoreContext context)
    {
        Source = source;
        Database = database;
        Options = options;
        Context = context;
        Lanes = new LaneTable(source);
        Plans = new PlanTable(source, context.Serializer);
        Columns = new RowColumns(
            context.Serializer,
            row => PlainRule.Holds(row, Plans.Of(row)),
            row => row.FinishedAt is null ? null : PruneRule.At(row, Plans.Of(row), options.KeepCompleted, options.KeepFailed));
        Calls = new StoreCalls(this);
    }

    public NpgsqlDataSource Source { get; }

    // What people call the database, without user and password.
    public string Database { get; }

    public PostgreSqlStoreOptions Options { get; }

    public JobStoreContext Context { get; }

    public LaneTable Lanes { get; }

    public PlanTable Plans { get; }

    public RowColumns Columns { get; }

    public StoreCalls Calls { get; }

    public DueWatch Due { get; } = new();

    public SuspectTurn Suspects { get; } = new();

    // The instant that statements use instead of the server's; null: the server's.
    public long? Time => Options.UsesSchedulerTime ? Context.Time.GetUtcNow().UtcTicks : null;
}
