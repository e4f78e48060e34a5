using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Npgsql;

namespace StatefulScheduler.Persistence;

// Connections whose statements are written to a log before they run: a pool for each address, which goes when the options do.
// Npgsql's own log has the parameters' values without their names, so that nothing could be masked. Its tracing asks a filter about every command and
// batch, all of it at hand, before it runs; but only where somebody listens to it.
internal static class EchoingSources
{
    private static readonly ConditionalWeakTable<DatabaseOptions, ConcurrentDictionary<string, NpgsqlDataSource>> Sources = [];

    // Listens, but asks for no activity: whoever else traces sees no more and no less than before.
    private static readonly ActivityListener Listener = new() { ShouldListenTo = source => source.Name == "Npgsql" };

    static EchoingSources() => ActivitySource.AddActivityListener(Listener);

    public static NpgsqlConnection CreateConnection(string connectionString, DatabaseOptions options, StatementEcho echo) =>
        Sources.GetValue(options, _ => [])
            .GetOrAdd(connectionString, text => Create(text, echo))
            .CreateConnection();

    private static NpgsqlDataSource Create(string connectionString, StatementEcho echo)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConfigureTracing(tracing => tracing
            .ConfigureCommandFilter(command => Write(echo, command))
            .ConfigureBatchFilter(batch => Write(echo, batch)));
        return builder.Build();
    }

    // True: other listeners see it.
    private static bool Write(StatementEcho echo, NpgsqlCommand command)
    {
        Write(echo, command.CommandText, command.Parameters);
        return true;
    }

    private static bool Write(StatementEcho echo, NpgsqlBatch batch)
    {
        foreach (var command in (IEnumerable<NpgsqlBatchCommand>)batch.BatchCommands)
            Write(echo, command.CommandText, command.Parameters);
        return true;
    }

    private static void Write(StatementEcho echo, string sql, NpgsqlParameterCollection parameters) =>
        echo.Write(sql, parameters.Select(parameter => KeyValuePair.Create(parameter.ParameterName, parameter.Value)));
}
