using StatefulScheduler.Persistence;
using StatefulScheduler.Tokens;
using Tokens.Stage;

namespace Tokens.Beyond;

// Refresh tokens that outlive the process.
internal static class Stored
{
    public static async Task RestartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("tokens");
        var address = $"sqlite:///{folder.FullName}/tokens.db";
        var clock = new SampleClock();
        // <stored>
        SqliteProvider.Register(); // Or PostgreSqlProvider.Register(), and postgresql://…
        string token;
        using (var store = new DatabaseRefreshTokenStore(Database.Open(address)))
            token = (await new RefreshTokenService(store, time: clock).IssueAsync("johndoe")).Value;

        // Another process, later.
        using (var store = new DatabaseRefreshTokenStore(Database.Open(address)))
            Console.WriteLine(await new RefreshTokenService(store, time: clock).RedeemAsync(token));
        // </stored>
        var file = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "tokens.db"));
        Check.That(!file.Contains(token.Split('.')[1], StringComparison.Ordinal), "The file has no token.");
        folder.Delete(recursive: true);
    }
}
