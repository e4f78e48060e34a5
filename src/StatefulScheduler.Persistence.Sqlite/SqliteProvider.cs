using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace StatefulScheduler.Persistence;

/// <summary>Opens SQLite databases: <c>sqlite:///orm.db</c>, <c>sqlite:////var/lib/orm.db</c>, <c>sqlite:///:memory:</c>, or <c>Data Source=orm.db</c>.</summary>
/// <remarks>
/// Every connection has foreign keys on, a busy timeout of <see cref="DatabaseOptions.CommandTimeout"/>, write-ahead logging and <c>synchronous=FULL</c>, so
/// that a committed transaction survives a power cut. Connections are not pooled: closing the last one closes the file.
/// A file that is no SQLite database, or is damaged, is refused and stays as it is.
/// </remarks>
public sealed class SqliteProvider : DatabaseProvider
{
    private SqliteProvider()
    {
    }

    /// <summary>Gets the provider.</summary>
    public static SqliteProvider Instance { get; } = new();

    /// <inheritdoc/>
    public override string Scheme => "sqlite";

    /// <summary>Lets <see cref="Database.Open(string, DatabaseOptions?)"/> open <c>sqlite://</c> URLs.</summary>
    public static void Register() => Register(Instance);

    /// <summary>Gets the full path of the file that an address means.</summary>
    /// <param name="pathOrAddress">A path, a <c>sqlite://</c> URL or an ADO.NET connection string.</param>
    /// <returns>The path; <see langword="null"/> for a database in memory.</returns>
    /// <exception cref="ArgumentException">The address is a URL of another scheme, or cannot be read.</exception>
    public static string? FileOf(string pathOrAddress)
    {
        var builder = new SqliteConnectionStringBuilder(ConnectionString(pathOrAddress));
        return builder.Mode == SqliteOpenMode.Memory || builder.DataSource is "" or ":memory:" ? null : Path.GetFullPath(builder.DataSource);
    }

    /// <inheritdoc/>
    protected override string ConnectionStringOf(DatabaseUrl url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (url.Host.Length > 0)
            throw new ArgumentException($"'{url}' names the host '{url.Host}', but SQLite is a file: write sqlite:///{url.Host}{(url.Name.Length > 0 ? "/" + url.Name : string.Empty)} (three slashes; four for an absolute path).", nameof(url));

        var builder = new SqliteConnectionStringBuilder { DataSource = url.Name.Length == 0 ? ":memory:" : url.Name };
        foreach (var (name, value) in url.Query)
            builder[name] = value;
        return CheckConnectionString(builder.ConnectionString);
    }

    /// <inheritdoc/>
    protected override string CheckConnectionString(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        if (builder.DataSource.Length == 0)
            throw new ArgumentException("The SQLite connection string names no file: write Data Source=path.", nameof(connectionString));
        return builder.ConnectionString;
    }

    /// <inheritdoc/>
    protected override string Describe(string connectionString) => FileOf(connectionString) ?? ":memory:";

    /// <inheritdoc/>
    protected override ValueTask<DbConnection> ConnectAsync(string connectionString, DatabaseOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        return new(Connect(connectionString, options));
    }

    private static EchoingConnection Connect(string connectionString, DatabaseOptions options)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, ForeignKeys = true, DefaultTimeout = Seconds(options.CommandTimeout) };
        if (options.ReadOnly)
            builder.Mode = SqliteOpenMode.ReadOnly;

        var file = FileOf(builder.ConnectionString);
        var connection = new EchoingConnection(builder.ConnectionString, StatementEcho.For(options));
        try
        {
            connection.Open();
            Configure(connection, options, file is not null && builder.Mode != SqliteOpenMode.ReadOnly);
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw SqliteFile.Explain(file ?? ":memory:", exception);
        }
    }

    private static void Configure(SqliteConnection connection, DatabaseOptions options, bool writesFile)
    {
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"PRAGMA busy_timeout={(long)options.CommandTimeout.TotalMilliseconds}; {(writesFile ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" : string.Empty)}");
        command.ExecuteNonQuery();
    }

    private static int Seconds(TimeSpan timeout) => (int)Math.Ceiling(timeout.TotalSeconds);

    private static string ConnectionString(string address)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        if (DatabaseUrl.TryParse(address, out var url))
        {
            return string.Equals(url.Scheme, Instance.Scheme, StringComparison.Ordinal)
                ? Instance.ConnectionStringOf(url)
                : throw new ArgumentException($"'{url}' is no SQLite address: write a path, sqlite:///path or Data Source=path.", nameof(address));
        }

        return address.Contains('=', StringComparison.Ordinal) ? Instance.CheckConnectionString(address) : new SqliteConnectionStringBuilder { DataSource = address }.ConnectionString;
    }
}
