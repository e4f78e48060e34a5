using System.Collections.Concurrent;
using System.Data.Common;

namespace StatefulScheduler.Persistence;

/// <summary>What one kind of database needs: its URL scheme, and how a connection is opened and made ready. For provider packages.</summary>
/// <remarks>Implementations are safe to share between threads.</remarks>
public abstract class DatabaseProvider
{
    private static readonly ConcurrentDictionary<string, DatabaseProvider> Registered = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the scheme of its URLs, such as <c>sqlite</c>.</summary>
    public abstract string Scheme { get; }

    /// <summary>Lets <see cref="Database.Open(string, DatabaseOptions?)"/> find a provider by its scheme. Registering it again changes nothing.</summary>
    /// <param name="provider">The provider; it takes the place of another one with the same scheme.</param>
    public static void Register(DatabaseProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        Registered[provider.Scheme] = provider;
    }

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

    internal static DatabaseProvider Of(string address)
    {
        if (DatabaseUrl.TryParse(address, out var url))
        {
            return Registered.TryGetValue(url.Scheme, out var provider)
                ? provider
                : throw new ArgumentException($"No database provider is registered for '{url.Scheme}://'. {Known()} A provider's package registers it, for example SqliteProvider.Register().", nameof(address));
        }

        return Registered.Count == 1
            ? Registered.Values.Single()
            : throw new ArgumentException($"A connection string does not say which database it is for. {Known()} Use a URL, or pass the provider.", nameof(address));
    }

    private static string Known() =>
        Registered.IsEmpty ? "None is." : $"Registered are: {string.Join(", ", Registered.Keys.Order(StringComparer.Ordinal))}.";
}
