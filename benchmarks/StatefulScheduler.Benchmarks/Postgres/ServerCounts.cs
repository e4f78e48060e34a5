namespace StatefulScheduler.Benchmarks.Postgres;

// What the server has counted in one database since it was made.
internal static class ServerCounts
{
    // From now on, connections of the database count their statements.
    public static void Begin(BenchServer server, string database) => server.Execute($"ALTER DATABASE \"{BenchServer.NameOf(database)}\" SET pg_stat_statements.track = 'top'");

    public static double Statements(BenchServer server, string database) => server.Scalar<long>(
        $"SELECT coalesce(sum(s.calls), 0)::bigint FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = '{BenchServer.NameOf(database)}'");

    // Connections report them when they end, or now and then: so all are ended before.
    public static double Transactions(BenchServer server, string database)
    {
        server.Close(database);
        return server.Scalar<long>($"SELECT xact_commit FROM pg_stat_database WHERE datname = '{BenchServer.NameOf(database)}'");
    }
}
