using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace StatefulScheduler.Persistence;

/// <summary>Opens PostgreSQL databases: <c>postgresql://user:password@host:5432/database?sslmode=require</c>, or <c>Host=…;Database=…</c>.</summary>
/// <remarks>
/// <para>Connections are Npgsql's (<see cref="NpgsqlConnection"/>) and pooled. The server is PostgreSQL 13 or later, the database in UTF-8.</para>
/// <para>
/// A URL's options are named as everywhere else (<c>sslmode</c>, <c>sslrootcert</c>, <c>application_name</c>, <c>connect_timeout</c>, <c>search_path</c>,
/// <c>target_session_attrs</c>, <c>options</c>), or as in a connection string of Npgsql. Without a host it is <c>localhost</c>. Tables live in the first
/// schema of <c>search_path</c> that exists.
/// </para>
/// <para>
/// Timeouts that the address gives win over those of <see cref="DatabaseOptions"/>, which are rounded up to whole seconds. Unless the address says
/// otherwise, the server knows the program by its name, and TCP keepalive finds a dead server within a minute or so.
/// </para>
/// </remarks>
public sealed class PostgreSqlProvider : DatabaseProvider
{
    private const string Utf8 = "UTF8";
    private static readonly Version OldestServer = new(13, 0);

    // Advisory locks belong to one database; this number is "schemver", in which nobody else is likely to lock.
    private const long MigrationLock = 0x736368656D766572;

    private PostgreSqlProvider()
    {
    }

    /// <summary>Gets the provider.</summary>
    public static PostgreSqlProvider Instance { get; } = new();

    /// <inheritdoc/>
    public override string Scheme => "postgresql";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> OtherSchemes => ["postgres"];

    /// <summary>Lets <see cref="Database.Open(string, DatabaseOptions?)"/> open <c>postgresql://</c> and <c>postgres://</c> URLs.</summary>
    public static void Register() => Register(Instance);

    /// <summary>Turns an address into a connection string of Npgsql.</summary>
    /// <param name="address">A URL (<c>postgresql://</c> or <c>postgres://</c>) or a connection string.</param>
    /// <returns>The connection string.</returns>
    /// <exception cref="ArgumentException">The address is a URL of another scheme, or cannot be read.</exception>
    public static string ConnectionStringOf(string address)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        if (!DatabaseUrl.TryParse(address, out var url))
            return PostgreSqlAddress.FromConnectionString(address);
        if (url.Scheme is not ("postgresql" or "postgres"))
            throw new ArgumentException($"The address begins with '{url.Scheme}://', but PostgreSQL is 'postgresql://'.", nameof(address));
        return PostgreSqlAddress.FromUrl(url);
    }

    /// <inheritdoc/>
    public override DatabaseException? Explain(string database, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return PostgreSqlErrors.Explain(database, exception);
    }

    /// <inheritdoc/>
    protected override string ConnectionStringOf(DatabaseUrl url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return PostgreSqlAddress.FromUrl(url);
    }

    /// <inheritdoc/>
    protected override string CheckConnectionString(string connectionString) => PostgreSqlAddress.FromConnectionString(connectionString);

    /// <inheritdoc/>
    protected override string Describe(string connectionString) => PostgreSqlAddress.Describe(connectionString);

    /// <inheritdoc/>
    protected override async ValueTask<DbConnection> ConnectAsync(string connectionString, DatabaseOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var database = Describe(connectionString);
        var connection = Create(PostgreSqlAddress.With(connectionString, options), options);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            Check(database, connection);
            return connection;
        }
        catch (Exception exception) when (exception is NpgsqlException or SocketException)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw Explain(database, exception) ?? new DatabaseException(database, $"the connection could not be opened: {exception.Message}", exception);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<DbTransaction> BeginMigrationAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        // Not serializable: its snapshot would be from before the wait, and the steps that others have applied meanwhile unseen.
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        try
        {
            await LockAsync(connection, transaction, cancellationToken).ConfigureAwait(false);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static NpgsqlConnection Create(string connectionString, DatabaseOptions options) =>
        StatementEcho.For(options) is { } echo
            ? EchoingSources.CreateConnection(connectionString, options, echo)
            : new NpgsqlConnection(connectionString);

    // The server has told both when the connection was made: this costs no round trip.
    private static void Check(string database, NpgsqlConnection connection)
    {
        if (connection.PostgreSqlVersion < OldestServer)
            throw new DatabaseException(database, $"the server is PostgreSQL {connection.PostgreSqlVersion}, but {OldestServer.Major} or later is needed. Nothing was changed. Upgrade the server, or take another.");

        var encoding = connection.PostgresParameters.GetValueOrDefault("server_encoding", Utf8);
        if (encoding != Utf8)
            throw new DatabaseException(database, $"the database is in {encoding}, which cannot hold every text. Nothing was changed. Make another with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.");
    }

    // Until the end of the transaction, whichever way it ends: a program that dies half way lets the next one in.
    private static async ValueTask LockAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.Transaction = transaction;
            command.CommandText = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({MigrationLock})");
            try
            {
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (NpgsqlException exception) when (exception.InnerException is TimeoutException)
            {
                throw new DatabaseException(
                    PostgreSqlAddress.Describe(connection.ConnectionString),
                    $"another program has been bringing the schema up to date for longer than {command.CommandTimeout} s. Nothing was changed here. Wait for it, or give DatabaseOptions.CommandTimeout longer.",
                    exception);
            }
        }
    }
}
