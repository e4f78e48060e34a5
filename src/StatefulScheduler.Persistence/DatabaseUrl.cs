using System.Diagnostics.CodeAnalysis;

namespace StatefulScheduler.Persistence;

/// <summary>The parts of a database URL: <c>scheme://user:password@host:port/name?option=value</c>, percent-decoded.</summary>
/// <remarks>
/// <c>sqlite:///orm.db</c> has no host and the name <c>orm.db</c>; an absolute path has a fourth slash, <c>sqlite:////var/lib/orm.db</c>.
/// </remarks>
public sealed record DatabaseUrl
{
    private DatabaseUrl()
    {
    }

    /// <summary>Gets the part before <c>://</c>, in lower case.</summary>
    public required string Scheme { get; init; }

    /// <summary>Gets the user; empty when none is named.</summary>
    public string User { get; private init; } = string.Empty;

    /// <summary>Gets the password; empty when none is named.</summary>
    public string Password { get; private init; } = string.Empty;

    /// <summary>Gets the host; empty when none is named.</summary>
    public string Host { get; private init; } = string.Empty;

    /// <summary>Gets the port; <see langword="null"/> when none is named.</summary>
    public int? Port { get; private init; }

    /// <summary>Gets what follows the slash after the host: a database's name, or a file's path.</summary>
    public string Name { get; private init; } = string.Empty;

    /// <summary>Gets the options, in the order written.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; private init; } = [];

    /// <summary>Reads a URL.</summary>
    /// <param name="text">The text.</param>
    /// <param name="url">The URL.</param>
    /// <returns><see langword="false"/> when the text is no URL, but perhaps a connection string.</returns>
    /// <exception cref="ArgumentException">The text begins like a URL, but its port is no number.</exception>
    public static bool TryParse(string text, [NotNullWhen(true)] out DatabaseUrl? url)
    {
        ArgumentNullException.ThrowIfNull(text);
        url = null;
        var end = text.IndexOf("://", StringComparison.Ordinal);
        if (end <= 0 || !text.AsSpan(0, end).ToString().All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.'))
            return false;

        var (rest, query) = Cut(text[(end + 3)..], '?');
        var (authority, name) = Cut(rest, '/');
        // A password may hold an '@': the last one ends it.
        var at = authority.LastIndexOf('@');
        var (user, password) = at < 0 ? (string.Empty, string.Empty) : Cut(authority[..at], ':');
        var (host, port) = HostAndPort(authority[(at + 1)..]);
        url = new DatabaseUrl
        {
            Scheme = text[..end].ToLowerInvariant(),
            User = Uri.UnescapeDataString(user),
            Password = Uri.UnescapeDataString(password),
            Host = Uri.UnescapeDataString(host),
            Port = port,
            Name = Uri.UnescapeDataString(name),
            Query = [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => Cut(pair, '=')).Select(pair =>
                KeyValuePair.Create(Uri.UnescapeDataString(pair.Before), Uri.UnescapeDataString(pair.After)))],
        };
        return true;
    }

    /// <summary>Writes the URL without its password.</summary>
    /// <returns>A text for people.</returns>
    public override string ToString() =>
        $"{Scheme}://{(User.Length == 0 ? string.Empty : User + "@")}{Host}{(Port is { } port ? $":{port}" : string.Empty)}/{Name}";

    private static (string Host, int? Port) HostAndPort(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0 || text.EndsWith(']')) // An IPv6 address has colons inside its brackets.
            return (text, null);
        return int.TryParse(text.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture, out var port)
            ? (text[..colon], port)
            : throw new ArgumentException($"The port '{text[(colon + 1)..]}' of the database URL is no number.", nameof(text));
    }

    private static (string Before, string After) Cut(string text, char at)
    {
        var index = text.IndexOf(at, StringComparison.Ordinal);
        return index < 0 ? (text, string.Empty) : (text[..index], text[(index + 1)..]);
    }
}
