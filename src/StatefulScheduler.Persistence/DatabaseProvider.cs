using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;

namespace StatefulScheduler.Persistence;

/// <summary>What one kind of database needs: its URL scheme, and how a connection is opened and made ready. For provider packages.</summary>
/// <remarks>Implementations are safe to share between threads.</remarks>
public abstract class DatabaseProvider
{
    private static readonly ConcurrentDictionary<string, DatabaseProvider> Registered = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the scheme of its URLs, such as <c>sqlite</c>.</summary>
    public abstract string Scheme { get; }

    /// <summary>Gets further schemes that mean the same, such as <c>postgres</c> for <c>postgresql</c>; by default none.</summary>
    public virtual IReadOnlyCollection<string> OtherSchemes => [];

    /// <summary>Lets <see cref="Database.Open(string, DatabaseOptions?)"/> find a provider by its scheme. Registering it again changes nothing.</summary>
    /// <param name="provider">The provider; it takes the place of another one with the same scheme.</param>
    public static void Register(DatabaseProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        foreach (var scheme in provider.Schemes)
            Registered[scheme] = provider;
    }

    /// <summary>Puts what the driver reported into words.</summary>
    /// <param name="database">Which database.</param>
    /// <param name="exception">What the driver threw.</param>
    /// <returns>An exception that says what happened, why, and what to do; <see langword="null"/>, the default, when there is nothing to add.</returns>
    public virtual DatabaseException? Explain(string database, Exception exception) => null;

    /// <summary>Turns a URL into an ADO.NET connection string.</summary>
    /// <param name="url">A URL of this provider's scheme.</param>
    /// <returns>The connection string.</returns>
    /// <exception cref="ArgumentException">The URL lacks something, or says something that this provider does not know.</exception>
    protected internal abstract string ConnectionStringOf(DatabaseUrl url);

    /// <summary>Checks an ADO.NET connection string.</summary>
    /// <param name="connectionString">What the user wrote.</param>
    /// <returns>The connection string to use.</returns>
    /// <exception cref="ArgumentException">It is not one of this provider.</exception>
    protected internal abstract string CheckConnectionString(string connectionString);

    /// <summary>Says which database a connection string means, without user names and passwords.</summary>
    /// <param name="connectionString">The connection string.</param>
    /// <returns>The name.</returns>
    protected internal abstract string Describe(string connectionString);

    /// <summary>Opens a connection and makes it ready.</summary>
    /// <param name="connectionString">Where to.</param>
    /// <param name="options">How it shall behave; its echo is the provider's duty.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The open connection.</returns>
    /// <exception cref="DatabaseException">The database cannot be opened; the text says why and what to do.</exception>
    protected internal abstract ValueTask<DbConnection> ConnectAsync(string connectionString, DatabaseOptions options, CancellationToken cancellationToken);

    /// <summary>Begins the transaction in which a schema is brought up to date: of several programs that start at once, one gets it and the others wait.</summary>
    /// <param name="connection">An open connection of this provider.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The transaction, which sees everything that was committed before it began. By default a serializable one.</returns>
    /// <exception cref="DatabaseException">Another program did not finish in time.</exception>
    protected internal virtual ValueTask<DbTransaction> BeginMigrationAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
    }

    private IEnumerable<string> Schemes => [Scheme, .. OtherSchemes];

    internal bool Reads(string scheme) => Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase);

    internal static DatabaseProvider Of(string address)
    {
        if (DatabaseUrl.TryParse(address, out var url))
        {
            return Registered.TryGetValue(url.Scheme, out var provider)
                ? provider
                : throw new ArgumentException($"No database provider is registered for '{url.Scheme}://'. {Known()} A provider's package registers it, for example SqliteProvider.Register().", nameof(address));
        }

        return Registered.Values.Distinct().ToArray() is [var only]
            ? only
            : throw new ArgumentException($"A connection string does not say which database it is for. {Known()} Use a URL, or pass the provider.", nameof(address));
    }

    private static string Known() =>
        Registered.IsEmpty ? "None is." : $"Registered are: {string.Join(", ", Registered.Keys.Order(StringComparer.Ordinal))}.";
}
