namespace StatefulScheduler.PrivatePostgreSql;

// As whom the server runs: as ourselves, or as `postgres` when we are root, whom PostgreSQL refuses.
internal static class ServerAccount
{
    private const string User = "postgres";
    private static readonly string[] ProgramFolders = ["/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin"];

    public static string? Unavailable =>
        OperatingSystem.IsWindows() ? "A private server runs on Linux and macOS only."
        : !Environment.IsPrivilegedProcess ? null
        : SetPriv is null ? "As root, setpriv is needed (package util-linux), for PostgreSQL does not run as root."
        : !File.ReadLines("/etc/passwd").Any(line => line.StartsWith(User + ":", StringComparison.Ordinal)) ? $"As root, a user '{User}' is needed, for PostgreSQL does not run as root."
        : null;

    private static string? SetPriv => ProgramFile("setpriv");

    // The words to put in front of a command.
    public static string[] Prefix =>
        Environment.IsPrivilegedProcess ? [SetPriv!, $"--reuid={User}", $"--regid={User}", "--init-groups"] : [];

    public static string? ProgramFile(string name) =>
        ProgramFolders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    // A new folder that nobody else may enter.
    public static async Task CreateFolderAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        if (Environment.IsPrivilegedProcess)
            await Command.RunAsync(["chown", User, folder], cancellationToken);
    }

    public static Task<string> RunAsync(IEnumerable<string> command, CancellationToken cancellationToken) =>
        Command.RunAsync([.. Prefix, .. command], cancellationToken);
}
