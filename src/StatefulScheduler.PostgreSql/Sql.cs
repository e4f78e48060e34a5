using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace StatefulScheduler.PostgreSql;

// Pieces of statements that stand in many.
internal static class Sql
{
    // Ticks of the server's clock, or of the parameter when it is not NULL.
    public static string Now(int parameter) =>
        $"coalesce(${parameter}::bigint, (extract(epoch FROM statement_timestamp()) * 10000000)::bigint + 621355968000000000)";

    // A text within a statement. Never of a value of a call: those are parameters.
    public static string Literal(string text) =>
        $"E'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    // The nearest text that the server can hold: without U+0000, and as UTF-8, which has no half of a surrogate pair. What is stored has neither, so that
    // what is looked for is not found, instead of refused.
    public static string Storable(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\u0001');

    // A text to look for.
    public static NpgsqlParameter Key(string text) => Text(Storable(text));

    public static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    public static NpgsqlParameter Bigint(long? value) => new() { Value = value is { } number ? number : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };

    public static NpgsqlParameter Text(string? value) => new() { Value = value is null ? DBNull.Value : value, NpgsqlDbType = NpgsqlDbType.Text };

    public static NpgsqlParameter Of<T>(T value)
        where T : notnull => new NpgsqlParameter<T> { TypedValue = value };

    public static NpgsqlParameter Array<T>(T[] values, NpgsqlDbType type) => new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
}
