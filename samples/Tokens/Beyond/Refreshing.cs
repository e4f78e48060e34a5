using StatefulScheduler.Tokens;
using Tokens.Stage;

namespace Tokens.Beyond;

// Somebody has copied a refresh token.
internal static class Refreshing
{
    public static async Task ReuseAsync()
    {
        var clock = new SampleClock();
        // <refresh>
        var refresh = new RefreshTokenService(new InMemoryRefreshTokenStore(), time: clock);
        var first = await refresh.IssueAsync("johndoe", ["orders:read"], clientId: "web");

        var second = await refresh.RedeemAsync(first.Value, clientId: "web"); // The user, an hour later: an access token, and the next refresh token.
        Console.WriteLine($"the user: {second}");

        clock.Pass(TimeSpan.FromMinutes(1));
        var thief = await refresh.RedeemAsync(first.Value, clientId: "web"); // Somebody who copied the first one.
        Console.WriteLine($"the thief: {thief}");

        var user = await refresh.RedeemAsync(second.Token!.Value, clientId: "web");
        Console.WriteLine($"the user again: {user}"); // Has to log in. So has the thief, who cannot.
        // </refresh>
        Check.That(thief.Error == RefreshError.ReuseDetected && user.Error == RefreshError.Revoked, "A token that is used twice ends its family.");
    }
}
