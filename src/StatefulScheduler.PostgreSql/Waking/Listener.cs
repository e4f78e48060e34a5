using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Npgsql;
using StatefulScheduler.Persistence;

namespace StatefulScheduler.PostgreSql;

// Hears what other nodes announce, on a connection of its own. A connection can be dead, or behind a pooler that swallows notifications, and look as if
// nobody had anything to say; so the node now and then sends itself one, and where that does not arrive, it connects anew and until then looks often.
internal sealed class Listener : IAsyncDisposable
{
    private readonly StoreParts parts;
    private readonly Database database;
    private readonly Action<bool> hears;
    private readonly BackOff backOff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30));
    private readonly CancellationTokenSource stopping = new();
    private readonly string echoChannel;
    private Task listening = Task.CompletedTask;

    // Belong to the loop.
    private bool? heard;
    private long pings;
    private long echo;

    // database: one whose connections are not pooled. hears: told when notifications begin or cease to arrive.
    public Listener(StoreParts parts, Database database, Action<bool> hears)
    {
        this.parts = parts;
        this.database = database;
        this.hears = hears;
        echoChannel = $"{parts.Announcer.Channel}_{parts.Announcer.Sender[..16]}";
    }

    // How often it has connected, or tried to.
    public int Attempts { get; private set; }

    // Ends when it listens, or cannot: then it goes on trying.
    public async ValueTask StartAsync()
    {
        var connection = await TryConnectAsync().ConfigureAwait(false);
        listening = Task.Run(() => ListenAsync(connection));
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await listening.ConfigureAwait(false);
        stopping.Dispose();
    }

    private async Task ListenAsync(NpgsqlConnection? connection)
    {
        while (!stopping.IsCancellationRequested)
        {
            if (connection is not null)
                await HearAsync(connection).ConfigureAwait(false);
            if (!await PausedAsync().ConfigureAwait(false))
                return;
            connection = await TryConnectAsync().ConfigureAwait(false);
            if (connection is not null)
                parts.Due.Wake(); // Who knows what was announced meanwhile.
        }

        if (connection is not null)
            await connection.DisposeAsync().ConfigureAwait(false);
    }

    // False: the store closes.
    private async Task<bool> PausedAsync()
    {
        try
        {
            await backOff.PauseAsync(stopping.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "The loop's boundary: the failure is logged, and tried again.")]
    private async Task<NpgsqlConnection?> TryConnectAsync()
    {
        NpgsqlConnection? connection = null;
        try
        {
            Attempts++;
            connection = (NpgsqlConnection)await database.ConnectAsync(stopping.Token).ConfigureAwait(false);
            connection.Notification += (_, notification) => Receive(notification);
            await using var listen = new NpgsqlCommand($"LISTEN {parts.Announcer.Channel}; LISTEN {echoChannel}", connection);
            await listen.ExecuteNonQueryAsync(stopping.Token).ConfigureAwait(false);
            return connection;
        }
        catch (Exception exception)
        {
            if (connection is not null)
                await connection.DisposeAsync().ConfigureAwait(false);
            Lost(exception);
            return null;
        }
    }

    // Until the connection is lost, or of no use.
    [SuppressMessage("Design", "CA1031", Justification = "The loop's boundary: the failure is logged, and another connection made.")]
    private async Task HearAsync(NpgsqlConnection connection)
    {
        var ping = Task.CompletedTask;
        try
        {
            await using (connection.ConfigureAwait(false))
            {
                while (true)
                {
                    ping = PingAsync(++pings);
                    if (!await HearAsync(connection, parts.Options.EchoTimeout, () => echo == pings).ConfigureAwait(false))
                        throw new TimeoutException($"A notification to itself has not arrived within {parts.Options.EchoTimeout}.");
                    Heard();
                    await HearAsync(connection, parts.Options.PingInterval, () => false).ConfigureAwait(false);
                    await ping.ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception)
        {
            Lost(exception);
        }

        await ping.ConfigureAwait(false);
    }

    // For a time, or until it is enough. Notifications are received while it waits.
    private async Task<bool> HearAsync(NpgsqlConnection connection, TimeSpan time, Func<bool> isEnough)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!isEnough())
        {
            var left = time - TimeProvider.System.GetElapsedTime(began);
            if (left < TimeSpan.FromMilliseconds(1)) // To Npgsql, 0 is without end.
                return false;
            await connection.WaitAsync(left, stopping.Token).ConfigureAwait(false);
        }

        return true;
    }

    // On a connection of the pool: it takes the way that the announcements of other nodes take.
    [SuppressMessage("Design", "CA1031", Justification = "Logged; the echo does not come, and that says it all.")]
    private async Task PingAsync(long number)
    {
        try
        {
            var connection = await parts.OpenAsync(stopping.Token).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await using var notify = new NpgsqlCommand("SELECT pg_notify($1, $2)", connection)
                {
                    Parameters = { Sql.Text(echoChannel), Sql.Text(number.ToString(CultureInfo.InvariantCulture)) },
                };
                await notify.ExecuteNonQueryAsync(stopping.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            Log.AnnouncementFailed(parts.Context.Logger, parts.Context.StoreName, exception);
        }
    }

    private void Receive(NpgsqlNotificationEventArgs notification)
    {
        if (notification.Channel == echoChannel)
            echo = long.Parse(notification.Payload, CultureInfo.InvariantCulture);
        else if (Notice.Parse(notification.Payload) is not { } notice)
            parts.Due.Wake();
        else if (notice.Sender != parts.Announcer.Sender)
            parts.Due.Note(notice.Due);
    }

    private void Heard()
    {
        backOff.Reset();
        if (heard == false)
            Log.HearsAgain(parts.Context.Logger, parts.Context.StoreName);
        if (heard != true)
            hears(true);
        heard = true;
    }

    // Said once, and again only after notifications have arrived in between.
    private void Lost(Exception exception)
    {
        if (stopping.IsCancellationRequested)
            return;

        if (heard != false)
            Log.HearsNothing(parts.Context.Logger, parts.Context.StoreName, parts.Options.PollIntervalWithoutNotifications, exception);
        else
            Log.StillHearsNothing(parts.Context.Logger, parts.Context.StoreName, exception);
        if (heard == true)
            hears(false);
        heard = false;
    }
}
