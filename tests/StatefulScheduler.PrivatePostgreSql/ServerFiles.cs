using System.Globalization;
using System.Text;

namespace StatefulScheduler.PrivatePostgreSql;

// The data folder of a server: made by initdb, with our settings after those that it wrote.
internal sealed class ServerFiles(string folder)
{
    public string Folder => folder;

    public string Log => Path.Combine(folder, "server.log");

    public int PostmasterId => int.Parse(File.ReadLines(Path.Combine(folder, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    public static async Task<ServerFiles> CreateAsync(string binaries, string folder, PrivateServerOptions options, CancellationToken cancellationToken)
    {
        await ServerAccount.CreateFolderAsync(folder, cancellationToken);
        await ServerAccount.RunAsync(
            [Path.Combine(binaries, "initdb"), "--pgdata", folder, "--username=postgres", "--auth=trust", "--encoding=UTF8", $"--locale={options.Locale}", "--no-sync"],
            cancellationToken);
        var settings = Settings(options).Concat(options.Settings).Select(setting => $"{setting.Key} = '{setting.Value.Replace("'", "''", StringComparison.Ordinal)}'");
        await File.AppendAllLinesAsync(Path.Combine(folder, "postgresql.conf"), settings, cancellationToken);
        return new(folder);
    }

    // The server writes on while we read.
    public string ReadLog()
    {
        if (!File.Exists(Log))
            return string.Empty;
        using var stream = new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static Dictionary<string, string> Settings(PrivateServerOptions options)
    {
        var durable = options.FullDurability ? "on" : "off";
        return new()
        {
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = ".", // The data folder; its full path could be too long for a socket.
            ["max_connections"] = "200",
            ["fsync"] = durable,
            ["full_page_writes"] = durable,
            ["synchronous_commit"] = durable,
            ["log_line_prefix"] = "%m [%p] %q%d %a: ",
            ["log_timezone"] = "UTC",
        };
    }
}
