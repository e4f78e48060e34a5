namespace StatefulScheduler.PrivatePostgreSql;

/// <summary>How a <see cref="PrivateServer"/> is set up.</summary>
public sealed record PrivateServerOptions
{
    /// <summary>Gets where the server keeps its files: a folder that is not there yet, or is empty. It is removed when the server is disposed.</summary>
    /// <value>The default, <see langword="null"/>, is a new temporary folder.</value>
    public string? DataFolder { get; init; }

    /// <summary>Gets whether a committed transaction survives a crash and a power cut: fsync, full_page_writes and synchronous_commit on.</summary>
    /// <value>The default is <see langword="true"/>. Tests that do not care are faster without.</value>
    public bool FullDurability { get; init; } = true;

    /// <summary>Gets the port on 127.0.0.1.</summary>
    /// <value>The default, <see langword="null"/>, is a free one.</value>
    public int? Port { get; init; }

    /// <summary>Gets the locale of the databases, which decides on sorting and on upper and lower case.</summary>
    /// <value>The default is <c>C</c>: by code point, and only ASCII letters have a case.</value>
    public string Locale { get; init; } = "C";

    /// <summary>Gets further settings of postgresql.conf, which win over ours, such as <c>["log_statement"] = "all"</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
