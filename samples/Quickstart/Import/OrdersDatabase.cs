using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using StatefulScheduler.Persistence;

namespace Quickstart.Import;

// The import's own database. The key is the place in the input, so that a line offered twice is stored once.
// The table `offers` is a diary, written in the same transaction: which lines were offered by which run, and how many of them were new.
internal sealed class OrdersDatabase(string path)
{
    private static readonly Migrations Schema = new("orders",
        new Migration(1, "orders and offers", """
            CREATE TABLE orders(
              file TEXT NOT NULL, line INTEGER NOT NULL, number TEXT NOT NULL, date TEXT NOT NULL, customer TEXT NOT NULL, country TEXT NOT NULL,
              sku TEXT NOT NULL, quantity INTEGER NOT NULL, unit_price TEXT NOT NULL, currency TEXT NOT NULL, PRIMARY KEY(file, line)) WITHOUT ROWID;
            CREATE TABLE offers(run TEXT NOT NULL, file TEXT NOT NULL, first_line INTEGER NOT NULL, last_line INTEGER NOT NULL, stored INTEGER NOT NULL);
            """));

    private readonly Database database = Database.Open(SqliteProvider.Instance, new SqliteConnectionStringBuilder { DataSource = path }.ConnectionString);

    public async Task CreateAsync() => await database.MigrateAsync(Schema);

    // One batch, one transaction.
    public async Task StoreAsync(string run, IReadOnlyList<OrderLine> lines, CancellationToken cancellationToken)
    {
        if (lines.Count == 0)
            return;

        await using var connection = await database.ConnectAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var stored = 0;
        foreach (var line in lines)
        {
            stored += await ExecuteAsync(
                connection, transaction,
                "INSERT OR IGNORE INTO orders VALUES (@file, @line, @number, @date, @customer, @country, @sku, @quantity, @price, @currency)",
                ("file", line.File), ("line", line.Line), ("number", line.Number), ("date", line.Date.ToString("O", CultureInfo.InvariantCulture)),
                ("customer", line.Customer), ("country", line.Country), ("sku", line.Sku), ("quantity", line.Quantity),
                ("price", line.UnitPrice.ToString(CultureInfo.InvariantCulture)), ("currency", line.Currency));
            if (line.Line % 10 == 0)
                await Task.Delay(15, cancellationToken); // As slow as a database across a network: a kill often finds a transaction half done.
        }

        await ExecuteAsync(
            connection, transaction, "INSERT INTO offers VALUES (@run, @file, @first, @last, @stored)",
            ("run", run), ("file", lines[0].File), ("first", lines[0].Line), ("last", lines[^1].Line), ("stored", stored));
        await transaction.CommitAsync(cancellationToken);
    }

    public Task<List<OrderLine>> ReadAllAsync() => ReadAsync("SELECT * FROM orders ORDER BY file, line", row => new OrderLine(
        row.GetString(0), row.GetInt32(1), row.GetString(2), DateOnly.ParseExact(row.GetString(3), "O", CultureInfo.InvariantCulture), row.GetString(4),
        row.GetString(5), row.GetString(6), row.GetInt32(7), decimal.Parse(row.GetString(8), CultureInfo.InvariantCulture), row.GetString(9)));

    public Task<List<Offer>> ReadOffersAsync() => ReadAsync("SELECT * FROM offers ORDER BY rowid", row => new Offer(
        row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4)));

    private static async Task<int> ExecuteAsync(DbConnection connection, DbTransaction transaction, string sql, params (string Name, object Value)[] values)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@" + name, value);
            command.Parameters.Add(parameter);
        }

        return await command.ExecuteNonQueryAsync();
    }

    private async Task<List<T>> ReadAsync<T>(string sql, Func<DbDataReader, T> read)
    {
        await using var connection = await database.ConnectAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var row = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await row.ReadAsync())
            rows.Add(read(row));
        return rows;
    }
}

// One batch that was committed to orders.db.
internal sealed record Offer(string Run, string File, int First, int Last, int Stored)
{
    public int Lines => Last - First + 1;

    public override string ToString() => $"{File}:{First}-{Last}";
}
