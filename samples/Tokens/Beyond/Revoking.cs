using StatefulScheduler.Tokens;
using Tokens.Stage;

namespace Tokens.Beyond;

// An access token that must not live as long as it says.
internal static class Revoking
{
    public static async Task RevokeAsync()
    {
        var clock = new SampleClock();
        var keys = new KeyRingSource(new KeyRing(TokenKey.Generate("HS256")));
        var issuer = new AccessTokenIssuer(new() { Issuer = "login" }, keys, clock);
        // <revoke>
        var revocations = new InMemoryTokenRevocationStore(time: clock);
        var validator = new AccessTokenValidator(new() { ValidIssuers = { "login" }, AllowAnyAudience = true }, keys, clock, revocations);
        var (phone, laptop) = (issuer.Issue("johndoe"), issuer.Issue("johndoe"));

        await revocations.RevokeAsync(phone.JwtId!, phone.ExpiresAt.AddMinutes(1)); // This one: logged out.
        Console.WriteLine($"phone: {await validator.ValidateAsync(phone.Value)}, laptop: {await validator.ValidateAsync(laptop.Value)}");

        clock.Pass(TimeSpan.FromMinutes(5));
        await revocations.RevokeSubjectAsync("johndoe", issuedBefore: clock.GetUtcNow(), expiresAt: clock.GetUtcNow().AddDays(1)); // All until now: the password was changed.
        Console.WriteLine($"laptop: {await validator.ValidateAsync(laptop.Value)}, a new login: {await validator.ValidateAsync(issuer.Issue("johndoe").Value)}");
        // </revoke>
        Check.That((await validator.ValidateAsync(laptop.Value)).Error == TokenError.Revoked, "All tokens from before are revoked.");
    }
}
