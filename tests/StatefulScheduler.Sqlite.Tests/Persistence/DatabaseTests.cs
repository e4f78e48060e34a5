using StatefulScheduler.Persistence;

namespace StatefulScheduler.Sqlite.Tests.Persistence;

public sealed class DatabaseTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sqlite:///orm.db", "", "orm.db")]
    [InlineData("sqlite:////var/lib/orm.db", "", "/var/lib/orm.db")]
    [InlineData("sqlite:///my%20jobs.db", "", "my jobs.db")]
    [InlineData("postgresql://user:p%40ss@db.example:5433/app?sslmode=require", "db.example", "app")]
    public void A_url_is_taken_apart(string text, string host, string name)
    {
        Assert.True(DatabaseUrl.TryParse(text, out var url));

        Assert.Equal((host, name), (url.Host, url.Name));
    }

    [Fact]
    public void A_url_gives_user_password_port_and_options_and_is_printed_without_the_password()
    {
        Assert.True(DatabaseUrl.TryParse("postgresql://user:p%40:ss@[::1]:5433/app?sslmode=require&x=1", out var url));

        Assert.Equal(("user", "p@:ss", "[::1]", 5433), (url.User, url.Password, url.Host, url.Port));
        Assert.Equal([KeyValuePair.Create("sslmode", "require"), KeyValuePair.Create("x", "1")], url.Query);
        Assert.Equal("postgresql://user@[::1]:5433/app", url.ToString());
    }

    [Fact]
    public void A_connection_string_is_no_url() => Assert.False(DatabaseUrl.TryParse("Data Source=orm.db", out _));

    [Fact]
    public void A_scheme_that_nobody_registered_is_refused_by_name()
    {
        var error = Assert.Throws<ArgumentException>(() => Database.Open("oracle://host/db"));

        Assert.Contains("'oracle://'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_in_a_sqlite_url_is_refused_with_the_form_that_was_meant()
    {
        var error = Assert.Throws<ArgumentException>(() => Database.Open(SqliteProvider.Instance, "sqlite://orm.db"));

        Assert.Contains("sqlite:///orm.db", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registered_scheme_opens_a_connection_that_keeps_what_it_commits()
    {
        using var folder = new TempFolder();
        SqliteProvider.Register();
        var database = Database.Open($"sqlite:///{folder.File()}");

        await using var connection = await database.ConnectAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT journal_mode FROM pragma_journal_mode) || ' ' || (SELECT synchronous FROM pragma_synchronous) || ' ' || (SELECT foreign_keys FROM pragma_foreign_keys)";

        Assert.Equal("wal 2 1", await command.ExecuteScalarAsync(Ct));
        Assert.Equal(folder.File(), database.Name);
    }

    [Fact]
    public async Task The_echo_shows_every_statement_and_masks_what_is_secret()
    {
        var logger = new RecordingLogger();
        var database = Database.Open(SqliteProvider.Instance, "Data Source=:memory:", new DatabaseOptions { Echo = logger });
        await using var connection = await database.ConnectAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT @name, @Password";
        Add("@name", "anna");
        Add("@Password", "hunter2");

        await command.ExecuteScalarAsync(Ct);

        Assert.Equal("SELECT @name, @Password [name='anna', Password=***]", logger.Lines.Last());

        void Add(string name, string value)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
    }

    [Fact]
    public async Task A_missing_folder_is_named()
    {
        using var folder = new TempFolder();

        var error = Assert.Throws<DatabaseException>(() => SqliteFile.Look(Path.Combine(folder.File("nowhere"), "jobs.db")));

        Assert.Contains("nowhere' does not exist", error.Message, StringComparison.Ordinal);
        await Task.CompletedTask;
    }
}
