namespace StatefulScheduler.Benchmarks.Postgres;

// What the server has counted in one database since it was made; read when its connections have been closed.
internal readonly record struct ServerCounts(double Transactions, double Statements)
{
    // From now on, connections of the database count their statements.
    public static void Begin(BenchServer server, string database) => server.Execute($"ALTER DATABASE \"{BenchServer.NameOf(database)}\" SET pg_stat_statements.track = 'top'");

    public static ServerCounts Read(BenchServer server, string database)
    {
        server.Close(database);
        var name = BenchServer.NameOf(database);
        return new(
            server.Scalar<long>($"SELECT xact_commit FROM pg_stat_database WHERE datname = '{name}'"),
            server.Scalar<long>($"SELECT coalesce(sum(s.calls), 0)::bigint FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = '{name}'"));
    }
}
