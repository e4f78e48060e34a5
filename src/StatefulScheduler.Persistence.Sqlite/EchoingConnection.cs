using System.Data;
using Microsoft.Data.Sqlite;

namespace StatefulScheduler.Persistence;

// A plain connection when there is no echo; else its commands write themselves to the log before they run.
internal sealed class EchoingConnection(string connectionString, StatementEcho? echo) : SqliteConnection(connectionString)
{
    public override SqliteCommand CreateCommand() =>
        echo is null ? base.CreateCommand() : new EchoingCommand(echo) { Connection = this, CommandTimeout = DefaultTimeout, Transaction = Transaction };
}

// Everything else that executes a SqliteCommand comes through this one method.
internal sealed class EchoingCommand(StatementEcho echo) : SqliteCommand
{
    public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
    {
        echo.Write(CommandText, Parameters.Cast<SqliteParameter>().Select(parameter => KeyValuePair.Create(parameter.ParameterName, parameter.Value)));
        return base.ExecuteReader(behavior);
    }
}
