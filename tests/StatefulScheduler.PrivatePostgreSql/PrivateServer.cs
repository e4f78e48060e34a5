using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace StatefulScheduler.PrivatePostgreSql;

/// <summary>A PostgreSQL server that belongs to this process alone, and never outlives it.</summary>
/// <remarks>
/// It listens on 127.0.0.1, and on a socket in its data folder, with the superuser <c>postgres</c> and no password. Databases are UTF-8.
/// However this process ends, kill -9 included, the server is stopped and its folder removed.
/// Safe to share between threads, but only one of them may start, stop or dispose it at a time.
/// </remarks>
public sealed class PrivateServer : IAsyncDisposable
{
    private const string Superuser = "postgres";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string binaries;
    private readonly ServerFiles files;
    private readonly Guardian guardian;

    private PrivateServer(string binaries, ServerFiles files, Guardian guardian)
    {
        this.binaries = binaries;
        this.files = files;
        this.guardian = guardian;
    }

    /// <summary>Gets why this machine cannot run a private server, and what to do; <see langword="null"/> when it can.</summary>
    /// <remarks>A test that needs one skips with this text at home, and fails with it where <c>CI</c> is <c>true</c>.</remarks>
    public static string? Unavailable =>
        ServerAccount.Unavailable
        ?? (PostgreSqlBinaries.Find() is null ? $"There is no PostgreSQL server on this machine. {PostgreSqlBinaries.Advice}" : null);

    /// <summary>Gets the address that the server listens on: 127.0.0.1.</summary>
    public string Host => "127.0.0.1";

    /// <summary>Gets the port that the server listens on; the same after every start.</summary>
    public required int Port { get; init; }

    /// <summary>Gets the folder with the server's programs: pgbench, psql, pg_dump and others.</summary>
    public string Binaries => binaries;

    /// <summary>Gets the folder with the server's files, and its socket.</summary>
    public string DataFolder => files.Folder;

    /// <summary>Gets the file that the server writes its log to.</summary>
    public string ServerLog => files.Log;

    /// <summary>Gets the process of the server, whose children serve a connection each.</summary>
    /// <exception cref="IOException">The server does not run.</exception>
    public int PostmasterId => files.PostmasterId;

    /// <summary>Makes a new server and starts it; it takes a second or two.</summary>
    /// <param name="options">How it is set up; left out: the defaults.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is left behind.</param>
    /// <returns>The server, ready for connections. To dispose it stops it and removes its folder.</returns>
    /// <exception cref="InvalidOperationException">There is no server on this machine (<see cref="Unavailable"/>), or it does not start; the text holds its log.</exception>
    public static async Task<PrivateServer> StartAsync(PrivateServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (Unavailable is { } reason)
            throw new InvalidOperationException(reason);

        options ??= new();
        var binaries = PostgreSqlBinaries.Find()!;
        var folder = options.DataFolder is { } chosen ? NewFolder(chosen) : Path.Combine(Path.GetTempPath(), $"private-postgresql-{Guid.NewGuid():N}");
        // Before there is anything to guard, so that there is no moment without.
        var guardian = new Guardian(folder, StopCommand(binaries, folder, StopMode.Immediate));
        try
        {
            var files = await ServerFiles.CreateAsync(binaries, folder, options, cancellationToken);
            var server = new PrivateServer(binaries, files, guardian) { Port = options.Port ?? FreePort.Find() };
            await server.StartAgainAsync(cancellationToken);
            return server;
        }
        catch
        {
            await guardian.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gets an ADO.NET connection string.</summary>
    /// <param name="database">The name of a database.</param>
    /// <returns>A connection string with Npgsql's defaults: its connections are pooled.</returns>
    public string ConnectionString(string database = Superuser) =>
        new NpgsqlConnectionStringBuilder { Host = Host, Port = Port, Username = Superuser, Database = database }.ConnectionString;

    /// <summary>Gets a URL.</summary>
    /// <param name="database">The name of a database.</param>
    /// <returns><c>postgresql://postgres@127.0.0.1:port/database</c>.</returns>
    public string Url(string database = Superuser) => $"postgresql://{Superuser}@{Host}:{Port}/{Uri.EscapeDataString(database)}";

    /// <summary>Makes an empty database.</summary>
    /// <param name="name">Its name; left out: a new one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(string? name = null, CancellationToken cancellationToken = default)
    {
        name ??= $"d{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {Quoted(name)}", cancellationToken);
        return ConnectionString(name);
    }

    /// <summary>Removes a database, and breaks off whoever is connected to it. One that is not there is no error.</summary>
    /// <param name="name">Its name, or its connection string.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when the database is gone.</returns>
    public Task DropDatabaseAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Contains('=', StringComparison.Ordinal))
            name = new NpgsqlConnectionStringBuilder(name).Database!;
        return ExecuteAsync($"DROP DATABASE IF EXISTS {Quoted(name)} WITH (FORCE)", cancellationToken);
    }

    /// <summary>Stops the server; its files stay.</summary>
    /// <param name="mode">How.</param>
    /// <param name="cancellationToken">Ends the wait, not the stop.</param>
    /// <returns>A task that ends when the server has ended.</returns>
    /// <exception cref="InvalidOperationException">The server does not run, or has not ended in 60 seconds (<see cref="StopMode.Smart"/>: somebody is still connected).</exception>
    public Task StopAsync(StopMode mode, CancellationToken cancellationToken = default) =>
        Command.RunAsync(StopCommand(binaries, DataFolder, mode), cancellationToken);

    /// <summary>Starts the server after a stop, on the same port; after a crash it first recovers.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the server takes connections.</returns>
    /// <exception cref="InvalidOperationException">It does not start; the text holds its log.</exception>
    public async Task StartAgainAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await ServerAccount.RunAsync(
                [Path.Combine(binaries, "pg_ctl"), "start", "-D", DataFolder, "-l", ServerLog, "-w", "-t", Seconds(Patience), "-o", $"-p {Port}"],
                cancellationToken);
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidOperationException($"The server did not start. {exception.Message}\n{files.ReadLog()}", exception);
        }
    }

    /// <summary>Kills the process that serves one connection, with SIGKILL. The server then breaks off all other connections and recovers, as after a crash.</summary>
    /// <param name="backend">Its number: <c>pg_backend_pid()</c>, or <c>NpgsqlConnection.ProcessID</c>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when the process is gone; the server may still be recovering: <see cref="ReadyAsync"/>.</returns>
    /// <exception cref="ArgumentException">The process is none of this server.</exception>
    public async Task KillBackendAsync(int backend, CancellationToken cancellationToken = default)
    {
        // A wrong number must not hit a stranger.
        if (await ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT pid FROM pg_stat_activity WHERE pid = {backend}"), cancellationToken) is not int)
            throw new ArgumentException($"Process {backend} serves no connection of the server at {Host}:{Port}.", nameof(backend));

        using var process = Process.GetProcessById(backend);
        process.Kill();
        await process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Waits until the server takes connections.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when one has been made.</returns>
    /// <exception cref="TimeoutException">It does not within 60 seconds.</exception>
    public async Task ReadyAsync(CancellationToken cancellationToken = default)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await ExecuteAsync("SELECT 1", cancellationToken);
                return;
            }
            catch (NpgsqlException exception)
            {
                if (Stopwatch.GetElapsedTime(since) > Patience)
                    throw new TimeoutException($"The server at {Host}:{Port} takes no connections. {exception.Message}\n{files.ReadLog()}", exception);
                await Task.Delay(20, cancellationToken);
            }
        }
    }

    /// <summary>Reads what the server has written to its log.</summary>
    /// <returns>The log; empty before the first start.</returns>
    public string ReadServerLog() => files.ReadLog();

    /// <summary>Stops the server at once, and removes its folder.</summary>
    /// <returns>A task that ends when both are gone.</returns>
    public ValueTask DisposeAsync() => guardian.DisposeAsync();

    private static string[] StopCommand(string binaries, string folder, StopMode mode) =>
        [.. ServerAccount.Prefix, Path.Combine(binaries, "pg_ctl"), "stop", "-D", folder, "-m", mode.ToString().ToLowerInvariant(), "-w", "-t", Seconds(Patience)];

    private static string Seconds(TimeSpan time) => ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // The folder will be removed: one with somebody's files in it is not taken.
    private static string NewFolder(string folder) =>
        Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()
            ? throw new InvalidOperationException($"The folder '{folder}' is not empty. Name a new one: it is removed with the server.")
            : Path.GetFullPath(folder);

    private async Task<object?> ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString() + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
#pragma warning disable CA2100 // Names are quoted.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
