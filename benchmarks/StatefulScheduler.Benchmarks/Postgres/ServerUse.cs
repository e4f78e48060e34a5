using System.Globalization;

namespace StatefulScheduler.Benchmarks.Postgres;

// What the server has used up to now: CPU of all its processes, those that have ended included, and log written.
internal readonly record struct ServerUse(double CpuMicroseconds, double WalBytes)
{
    // USER_HZ, in which /proc counts, is 100 on every Linux.
    private const double MicrosecondsPerTick = 10_000;

    public static ServerUse operator -(ServerUse later, ServerUse earlier) => new(later.CpuMicroseconds - earlier.CpuMicroseconds, later.WalBytes - earlier.WalBytes);

    public static ServerUse Read(BenchServer server) =>
        new(CpuTicks(server.Server.PostmasterId) * MicrosecondsPerTick, (double)server.Scalar<decimal>("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"));

    // The postmaster's own count holds that of its ended children; those that live are added.
    private static double CpuTicks(int postmaster)
    {
        var total = 0.0;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder.AsSpan()), CultureInfo.InvariantCulture, out var process) || Stat(folder) is not { } stat)
                continue;
            if (process == postmaster)
                total += stat.Own + stat.EndedChildren;
            else if (stat.Parent == postmaster)
                total += stat.Own;
        }

        return total;
    }

    // Null: the process has just ended. The fields begin after the name, which may hold anything.
    private static (int Parent, double Own, double EndedChildren)? Stat(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), Number(fields[11]) + Number(fields[12]), Number(fields[13]) + Number(fields[14]));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double Number(string field) => double.Parse(field, CultureInfo.InvariantCulture);
}
