using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace StatefulScheduler.PostgreSql;

// Tells the other nodes that something is due earlier than they may know: NOTIFY, in a transaction of its own, after what it tells of has been stored. The
// server writes one transaction with a NOTIFY after the other, so it must not be one that has anything to write.
// One is under way at most; what is announced meanwhile goes with the next, the earliest of all. They are hints: a lost one costs time, not a run. Thread-safe.
internal sealed class Announcer(StoreParts parts) : IAsyncDisposable
{
    // No node looks less often than PollInterval may be at most, so what is due later still need not be announced. By the server's clock.
    private static readonly long Soon = TimeSpan.FromHours(2).Ticks;

    private readonly Lock gate = new();
    private long waiting = long.MaxValue;
    private bool isSending;
    private Task sending = Task.CompletedTask;

    public string Channel { get; } = SchemaNames.Channel(parts.Options.Schema);

    // Who sends: a node needs no word of its own.
    public string Sender { get; } = Guid.NewGuid().ToString("N");

    // To be sent together with other statements, in their transaction.
    public NpgsqlBatchCommand Command(long due) => parts.Options.UsesSchedulerTime
        ? Sql.Command("SELECT pg_notify($1, $2)", Sql.Text(Channel), Sql.Text(new Notice(due, Sender).ToString())) // In virtual time nobody looks by himself.
        : Sql.Command(
            $"SELECT pg_notify($1, $2) WHERE $3 <= {Sql.Now(4)}", // $4: the server's time, whichever that is.
            Sql.Text(Channel),
            Sql.Text(new Notice(due, Sender).ToString()),
            Sql.Bigint(due - Math.Min(due, Soon)),
            Sql.Bigint(null));

    // Does not wait: what it tells of has been stored, and the caller's answer with it.
    public void Announce(long due)
    {
        lock (gate)
        {
            waiting = Math.Min(waiting, due);
            if (isSending || waiting == long.MaxValue)
                return;
            isSending = true;
            sending = Task.Run(SendAllAsync);
        }
    }

    // What has been announced is still sent.
    public async ValueTask DisposeAsync()
    {
        Task last;
        lock (gate)
            last = sending;
        await last.ConfigureAwait(false);
    }

    private async Task SendAllAsync()
    {
        while (TryTake(out var due))
            await SendAsync(due).ConfigureAwait(false);
    }

    private bool TryTake(out long due)
    {
        lock (gate)
        {
            due = waiting;
            waiting = long.MaxValue;
            return isSending = due != long.MaxValue;
        }
    }

    // Not tried again: nodes that hear nothing look by themselves.
    [SuppressMessage("Design", "CA1031", Justification = "Nobody waits for it who could be told; it is logged.")]
    private async Task SendAsync(long due)
    {
        try
        {
            var connection = await parts.OpenAsync(CancellationToken.None).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Command(due) } };
                await batch.ExecuteNonQueryAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            Log.AnnouncementFailed(parts.Context.Logger, parts.Context.StoreName, exception);
        }
    }
}
