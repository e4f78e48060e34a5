using System.Net;
using System.Net.Sockets;
using Npgsql;
using StatefulScheduler.Persistence;

namespace StatefulScheduler.PostgreSql.Tests.Persistence;

// What is read from an address before anything is opened; and, where Npgsql has to agree, what it makes of it.
public sealed class AddressTests
{
    [Theory]
    [InlineData("postgresql://anna:secret@db.example:5433/shop")]
    [InlineData("postgres://anna:secret@db.example:5433/shop")]
    [InlineData("POSTGRESQL://anna:secret@db.example:5433/shop")]
    [InlineData("Host=db.example;Port=5433;Database=shop;Username=anna;Password=secret")]
    public void Every_form_names_the_database_without_user_and_password(string address) =>
        Assert.Equal("postgresql://db.example:5433/shop", Database.Open(PostgreSqlProvider.Instance, address).Name);

    [Fact]
    public void A_registered_provider_is_found_by_both_schemes_and_is_the_only_one_for_a_connection_string()
    {
        PostgreSqlProvider.Register();
        PostgreSqlProvider.Register();

        foreach (var address in new[] { "postgresql://db/shop", "postgres://db/shop", "Host=db;Database=shop" })
            Assert.Same(PostgreSqlProvider.Instance, Database.Open(address).Provider);
    }

    [Fact]
    public void A_url_of_another_scheme_is_refused() =>
        Assert.Contains("'sqlite://'", Assert.Throws<ArgumentException>(() => Database.Open(PostgreSqlProvider.Instance, "sqlite:///shop.db")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("postgresql://anna@db:5432", "names no database")]
    [InlineData("Host=db", "Database=name")]
    [InlineData("Database=shop", "Host=name")]
    [InlineData("postgresql://db/shop?ssl_mood=good", "'ssl_mood'")]
    [InlineData("postgresql://db/shop?sslmode=perhaps", "'sslmode'")]
    [InlineData("postgresql://anna:secret@db/shop?connect_timeout=soon", "'connect_timeout'")]
    public void What_is_missing_or_unknown_is_said_without_the_password(string address, string part)
    {
        var refusal = Assert.Throws<ArgumentException>(() => Database.Open(PostgreSqlProvider.Instance, address));

        Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_url_without_a_host_means_this_machine_and_one_with_an_address_in_brackets_means_ipv6()
    {
        Assert.Equal("postgresql://localhost:5432/shop", Database.Open(PostgreSqlProvider.Instance, "postgresql:///shop").Name);
        if (!Socket.OSSupportsIPv6)
            return;

        var error = await Assert.ThrowsAsync<DatabaseException>(() => Database.Open(PostgreSqlProvider.Instance, $"postgresql://[::1]:{UnusedPort.Find()}/shop").ConnectAsync(TestContext.Current.CancellationToken).AsTask());
        Assert.Contains(IPAddress.IPv6Loopback.ToString(), Assert.IsAssignableFrom<NpgsqlException>(error.InnerException).Message, StringComparison.Ordinal);
    }
}
