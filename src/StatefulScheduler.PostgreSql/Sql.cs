using Npgsql;
using NpgsqlTypes;

namespace StatefulScheduler.PostgreSql;

// Pieces of statements that stand in many.
internal static class Sql
{
    // Ticks of the server's clock, or of the parameter when it is not NULL.
    public static string Now(int parameter) =>
        $"coalesce(${parameter}::bigint, (extract(epoch FROM statement_timestamp()) * 10000000)::bigint + 621355968000000000)";

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
