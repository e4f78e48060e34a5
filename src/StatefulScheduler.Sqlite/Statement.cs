using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using StatefulScheduler.Persistence;

namespace StatefulScheduler.Sqlite;

// A prepared statement, kept and used again. Straight on SQLite's own interface, below ADO.NET: parameters are bound by their order and columns read
// by their number, without boxing and without looking up names. Belongs to one thread at a time.
// Use: Start().Add(…).Add(…) in the order in which the SQL first names its parameters, then Run() or Step()…Reset().
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private readonly string sql;
    private readonly StatementEcho? echo;
    private readonly List<object?> shown = [];
    private int bound;
    private bool stepped;

    public Statement(SqliteConnection connection, string sql, StatementEcho? echo = null)
    {
        database = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        this.sql = sql;
        this.echo = echo;
        Check(raw.sqlite3_prepare_v2(database, sql, out statement));
    }

    public Statement Start()
    {
        if (stepped)
            Reset();
        bound = 0;
        shown.Clear();
        return this;
    }

    public Statement Add(long value)
    {
        Show(value);
        Check(raw.sqlite3_bind_int64(statement, ++bound, value));
        return this;
    }

    public Statement Add(double value)
    {
        Show(value);
        Check(raw.sqlite3_bind_double(statement, ++bound, value));
        return this;
    }

    public Statement Add(long? value) => value is { } number ? Add(number) : AddNull();

    public Statement Add(string? value)
    {
        if (value is null)
            return AddNull();

        Show(value);
        if (value.Length == 0)
        {
            Check(raw.sqlite3_bind_text(statement, ++bound, value));
            return this;
        }

        var longest = Encoding.UTF8.GetMaxByteCount(value.Length);
        byte[]? rented = null;
        var buffer = longest <= 768 ? stackalloc byte[768] : rented = ArrayPool<byte>.Shared.Rent(longest);
        Check(raw.sqlite3_bind_text(statement, ++bound, buffer[..Encoding.UTF8.GetBytes(value, buffer)]));
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    // The bytes become TEXT as they are: SQLite neither checks nor changes them. Empty is NULL.
    public Statement AddText(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return AddNull();

        if (echo is not null)
            shown.Add(Encoding.UTF8.GetString(utf8));
        Check(raw.sqlite3_bind_text(statement, ++bound, utf8));
        return this;
    }

    public Statement AddNull()
    {
        Show(null);
        Check(raw.sqlite3_bind_null(statement, ++bound));
        return this;
    }

    public bool Step()
    {
        if (!stepped && echo is not null)
            echo.Write(sql, shown.Select((value, index) => KeyValuePair.Create(raw.sqlite3_bind_parameter_name(statement, index + 1).utf8_to_string() ?? $"{index + 1}", value)));
        stepped = true;
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW)
            return true;
        if (code == raw.SQLITE_DONE)
            return false;

        Fail(code);
        return false;
    }

    // Executes a statement whose rows, if it gives any, do not matter.
    public void Run()
    {
        Step();
        Reset();
    }

    public void Reset()
    {
        // The answer repeats the error of the last step, which has been thrown already.
        raw.sqlite3_reset(statement);
        stepped = false;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    public int Int32(int column) => raw.sqlite3_column_int(statement, column);

    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);

    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public void Dispose() => statement.Dispose();

    private void Show(object? value)
    {
        if (echo is not null)
            shown.Add(value);
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            Fail(code);
    }

    private void Fail(int code)
    {
        var message = raw.sqlite3_errmsg(database).utf8_to_string();
        var extended = raw.sqlite3_extended_errcode(database);
        if (stepped)
            Reset();
        throw new SqliteException($"SQLite error {code}: '{message}'.", code, extended);
    }
}
