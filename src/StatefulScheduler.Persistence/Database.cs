using System.Data.Common;

namespace StatefulScheduler.Persistence;

/// <summary>One database: where it is, and how connections to it are opened. What SQLAlchemy calls the engine.</summary>
/// <remarks>Holds no connection itself. Instances are immutable and safe to share between threads.</remarks>
public sealed class Database
{
    private readonly string connectionString;

    private Database(DatabaseProvider provider, string connectionString, DatabaseOptions options)
    {
        Provider = provider;
        this.connectionString = connectionString;
        Options = options;
        Name = provider.Describe(connectionString);
    }

    /// <summary>Gets the provider that opens the connections.</summary>
    public DatabaseProvider Provider { get; }

    /// <summary>Gets the options that the database was opened with.</summary>
    public DatabaseOptions Options { get; }

    /// <summary>Gets what people call the database, without user names and passwords: for logs and error texts.</summary>
    public string Name { get; }

    /// <summary>Names a database; nothing is opened yet.</summary>
    /// <param name="address">
    /// A URL whose scheme belongs to a registered provider (<c>sqlite:///orm.db</c>), or an ADO.NET connection string when exactly one provider is registered.
    /// </param>
    /// <param name="options">How its connections behave; left out: the defaults.</param>
    /// <returns>The database.</returns>
    /// <exception cref="ArgumentException">No registered provider takes the address, or a connection string could belong to several.</exception>
    public static Database Open(string address, DatabaseOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        return Open(DatabaseProvider.Of(address), address, options);
    }

    /// <summary>Names a database of one provider; nothing is opened yet.</summary>
    /// <param name="provider">The provider; it need not be registered.</param>
    /// <param name="address">A URL of the provider's scheme, or an ADO.NET connection string.</param>
    /// <param name="options">How its connections behave; left out: the defaults.</param>
    /// <returns>The database.</returns>
    /// <exception cref="ArgumentException">The address is a URL of another scheme, or the provider cannot read it.</exception>
    public static Database Open(DatabaseProvider provider, string address, DatabaseOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        if (!DatabaseUrl.TryParse(address, out var url))
            return new Database(provider, provider.CheckConnectionString(address), options ?? new());

        if (!provider.Reads(url.Scheme))
            throw new ArgumentException($"The address begins with '{url.Scheme}://', but this provider reads '{provider.Scheme}://'.", nameof(address));
        return new Database(provider, provider.ConnectionStringOf(url), options ?? new());
    }

    /// <summary>Opens a connection, ready to use; the caller disposes it.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="DatabaseException">The database cannot be opened; the text says why and what to do.</exception>
    public ValueTask<DbConnection> ConnectAsync(CancellationToken cancellationToken = default) =>
        Provider.ConnectAsync(connectionString, Options, cancellationToken);

    /// <summary>Brings the schema up to date, and refuses one that a newer program has changed in a way this one cannot use.</summary>
    /// <remarks>Several programs may do so at once: one applies the steps, the others wait for it.</remarks>
    /// <param name="migrations">All steps that this program knows.</param>
    /// <param name="cancellationToken">Ends the attempt between two steps.</param>
    /// <returns>How many steps were applied; 0 when there was nothing to do.</returns>
    /// <exception cref="DatabaseException">
    /// The schema is newer and not compatible, or an applied step differs from the one this program knows; or the provider has an explanation of why a step failed.
    /// </exception>
    public async ValueTask<int> MigrateAsync(Migrations migrations, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(migrations);
        var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            try
            {
                return await migrations.ApplyAsync(this, connection, cancellationToken).ConfigureAwait(false);
            }
            catch (DbException exception) when (Provider.Explain(Name, exception) is { } explanation)
            {
                throw explanation;
            }
        }
    }

    /// <summary>Names the database.</summary>
    /// <returns>The same as <see cref="Name"/>.</returns>
    public override string ToString() => Name;
}
