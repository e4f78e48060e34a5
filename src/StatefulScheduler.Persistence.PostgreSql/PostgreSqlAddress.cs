using System.Data.Common;
using Npgsql;

namespace StatefulScheduler.Persistence;

// What users write about where a database is, URL or connection string, in Npgsql's words.
internal static class PostgreSqlAddress
{
    // Options of a URL are named as in libpq, and so in every other language. Npgsql has most under the same name with spaces; not these.
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.OrdinalIgnoreCase)
    {
        ["connect_timeout"] = "Timeout",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["target_session_attrs"] = "Target Session Attributes",
    };

    public static string FromUrl(DatabaseUrl url)
    {
        var builder = new NpgsqlConnectionStringBuilder { Host = url.Host.Length > 0 ? url.Host : "localhost" };
        if (url.Port is { } port)
            builder.Port = port;
        if (url.Name.Length > 0)
            builder.Database = url.Name;
        if (url.User.Length > 0)
            builder.Username = url.User;
        if (url.Password.Length > 0)
            builder.Password = url.Password;
        foreach (var (name, value) in url.Query)
            Set(builder, name, value, url);
        return Checked(builder, $"The URL '{url}' names no database: write {url.Scheme}://user@host:port/database.");
    }

    public static string FromConnectionString(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (string.IsNullOrEmpty(builder.Host))
            throw new ArgumentException("The PostgreSQL connection string names no server: write Host=name.", nameof(connectionString));
        return Checked(builder, "The PostgreSQL connection string names no database: write Database=name.");
    }

    // Without user and password, and without options, which may hold secrets too.
    public static string Describe(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        return $"postgresql://{builder.Host}:{builder.Port}/{builder.Database}";
    }

    // What the address itself says wins over the options.
    public static string With(string connectionString, DatabaseOptions options)
    {
        var said = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (!said.ContainsKey("Timeout"))
            builder.Timeout = Seconds(options.ConnectTimeout, greatest: 1024);
        if (!said.ContainsKey("Command Timeout"))
            builder.CommandTimeout = Seconds(options.CommandTimeout, greatest: int.MaxValue);
        if (!said.ContainsKey("Application Name"))
            builder.ApplicationName = AppDomain.CurrentDomain.FriendlyName;
        if (!said.ContainsKey("TCP Keepalive"))
            KeepAlive(builder);
        if (options.ReadOnly)
            builder.Options = $"{builder.Options} -c default_transaction_read_only=on".TrimStart();
        return builder.ConnectionString;
    }

    // A server that vanished without a word (a cable, a firewall that forgot) is noticed after a minute, not after the two hours of most systems.
    private static void KeepAlive(NpgsqlConnectionStringBuilder builder)
    {
        builder.TcpKeepAlive = true;
        builder.TcpKeepAliveTime = 30;
        builder.TcpKeepAliveInterval = 10;
    }

    // For Npgsql 0 is without end.
    private static int Seconds(TimeSpan time, int greatest) => (int)Math.Clamp(Math.Ceiling(time.TotalSeconds), 1, greatest);

    private static void Set(NpgsqlConnectionStringBuilder builder, string name, string value, DatabaseUrl url)
    {
        try
        {
            if (name.Equals("sslmode", StringComparison.OrdinalIgnoreCase))
                value = value.Replace("-", string.Empty, StringComparison.Ordinal); // verify-full → VerifyFull
            builder[Renamed.GetValueOrDefault(name, name.Replace('_', ' '))] = value;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            throw new ArgumentException($"The option '{name}' of the URL '{url}' is not known, or cannot have this value: {exception.Message}", nameof(url), exception);
        }
    }

    private static string Checked(NpgsqlConnectionStringBuilder builder, string noDatabase) =>
        string.IsNullOrEmpty(builder.Database) ? throw new ArgumentException(noDatabase) : builder.ConnectionString;
}
