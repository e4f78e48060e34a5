namespace StatefulScheduler.PrivatePostgreSql;

/// <summary>Finds the programs of a PostgreSQL server on this machine.</summary>
public static class PostgreSqlBinaries
{
    private const string Variable = "POSTGRESQL_BIN";
    private static readonly string[] Needed = ["initdb", "pg_ctl", "postgres"];

    /// <summary>Gets what to do when <see cref="Find"/> found nothing.</summary>
    public static string Advice =>
        $"Install the server ('apt-get install postgresql', 'dnf install postgresql-server', 'brew install postgresql'), or set {Variable} to the folder with {string.Join(", ", Needed)}.";

    /// <summary>Looks in <c>POSTGRESQL_BIN</c>, which alone counts when it is set, then on the PATH, then where packages put a server: the newest first.</summary>
    /// <returns>The folder with initdb, pg_ctl, postgres and, where it is installed, pgbench; <see langword="null"/> when there is none.</returns>
    public static string? Find() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen
            ? new[] { chosen }.FirstOrDefault(IsServer)
            : OnThePath().Concat(WherePackagesPutThem()).FirstOrDefault(IsServer);

    private static bool IsServer(string folder) => Needed.All(program => File.Exists(Path.Combine(folder, program)));

    private static IEnumerable<string> OnThePath() =>
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        let server = Path.Combine(folder, "postgres")
        where File.Exists(server)
        // A link to one program says where the others are, pgbench among them.
        select Path.GetDirectoryName(File.ResolveLinkTarget(server, returnFinalTarget: true)?.FullName ?? server)!;

    private static IEnumerable<string> WherePackagesPutThem() =>
    [
        .. Versions("/usr/lib/postgresql", "*"), // Debian, Ubuntu
        .. Versions("/usr", "pgsql-*"), // the RPMs of postgresql.org
        "/usr/bin", // Fedora, Arch, Alpine
        .. Versions("/opt/homebrew/opt", "postgresql*"),
        .. Versions("/usr/local/opt", "postgresql*"), // Homebrew on Intel
        "/Applications/Postgres.app/Contents/Versions/latest/bin",
    ];

    private static IEnumerable<string> Versions(string parent, string pattern) =>
        Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, pattern).OrderByDescending(Version).Select(folder => Path.Combine(folder, "bin"))
            : [];

    // 15 of …/15, 16 of …/pgsql-16, 17 of …/postgresql@17
    private static double Version(string folder) =>
        double.TryParse(Path.GetFileName(folder).AsSpan().TrimStart("postgresql-@"), System.Globalization.CultureInfo.InvariantCulture, out var version) ? version : 0;
}
