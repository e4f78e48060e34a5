using System.Diagnostics.CodeAnalysis;
using Npgsql;
using StatefulScheduler.Persistence;

namespace StatefulScheduler.PostgreSql;

// Keeps the tables small. Any node may do it, and one at a time does. Failures are logged and tried again; runs and commands do not depend on it.
internal sealed class Maintenance : IAsyncDisposable
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(30);

    private readonly StoreParts parts;
    private readonly RunPartitions partitions;
    private readonly Turn turn;
    private readonly IReadOnlyList<MaintenanceTask> tasks;
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    // Belongs to whoever runs the tasks: the names of those that have failed last time.
    private readonly HashSet<string> failing = [];

    public Maintenance(StoreParts parts, Database database)
    {
        this.parts = parts;
        partitions = new RunPartitions(parts, database);
        turn = new Turn(parts);
        var leftovers = new Leftovers(parts);
        tasks =
        [
            new("partitions of ended runs", TimeSpan.FromHours(1), CreateAndDropAsync),
            new("ended runs without a partition", TimeSpan.FromHours(1), leftovers.RemoveStrayRunsAsync),
            new("finished jobs", TimeSpan.FromMinutes(1), leftovers.RemoveJobsAsync),
            new("receipts", TimeSpan.FromMinutes(1), leftovers.RemoveReceiptsAsync),
        ];
    }

    // Before the first run ends: so that it need not be moved. Whose turn it is does not matter.
    [SuppressMessage("Design", "CA1031", Justification = "The store works without partitions; it is logged.")]
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await partitions.CreateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(tasks[0], exception);
        }
    }

    public void Start() => running = Task.Run(RunOnAndOnAsync);

    // All tasks whose turn it is. Answers which those were.
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var done = new List<string>();
        foreach (var task in tasks)
        {
            if (await RunAsync(task, cancellationToken).ConfigureAwait(false))
                done.Add(task.Name);
        }

        return done;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        stopping.Dispose();
    }

    private async Task<bool> CreateAndDropAsync(CancellationToken cancellationToken)
    {
        await partitions.CreateAsync(cancellationToken).ConfigureAwait(false);
        return await partitions.DropAsync(cancellationToken).ConfigureAwait(false);
    }

    // In real time. With a tenth more or less, so that nodes that started together do not stay together.
    private async Task RunOnAndOnAsync()
    {
        try
        {
            while (true)
            {
                await RunAsync(stopping.Token).ConfigureAwait(false);
                await Task.Delay(Rhythm * (0.9 + (0.2 * Random.Shared.NextDouble())), TimeProvider.System, stopping.Token).ConfigureAwait(false);
            }
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // The store closes; a piece that was interrupted has been undone.
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "The task's boundary: the failure is logged, and it is tried again.")]
    private async Task<bool> RunAsync(MaintenanceTask task, CancellationToken cancellationToken)
    {
        try
        {
            if (!await turn.TakeAsync(task, cancellationToken).ConfigureAwait(false))
                return false;
            while (await task.Piece(cancellationToken).ConfigureAwait(false))
                await turn.KeepAsync(task, cancellationToken).ConfigureAwait(false);
            failing.Remove(task.Name);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(task, exception);
            if (exception is PostgresException contended && ServerErrors.IsContention(contended))
                await GiveBackAsync(task, cancellationToken).ConfigureAwait(false);
            return false;
        }
    }

    // Somebody was in the way: not an hour later, but at the next opportunity.
    private async Task GiveBackAsync(MaintenanceTask task, CancellationToken cancellationToken)
    {
        try
        {
            await turn.GiveBackAsync(task, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException exception)
        {
            Failed(task, exception);
        }
    }

    private void Failed(MaintenanceTask task, Exception exception)
    {
        if (failing.Add(task.Name))
            Log.MaintenanceFailed(parts.Context.Logger, parts.Context.StoreName, task.Name, exception);
        else
            Log.MaintenanceStillFails(parts.Context.Logger, parts.Context.StoreName, task.Name, exception);
    }
}
