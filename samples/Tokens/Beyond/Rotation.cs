using StatefulScheduler.Tokens;
using Tokens.Stage;

namespace Tokens.Beyond;

// One key takes over from another, and nobody has to log in again.
internal static class Rotation
{
    public static void Rotate()
    {
        var clock = new SampleClock();
        // <rotate>
        var change = clock.GetUtcNow().AddDays(1);
        var january = new KeyRingEntry(TokenKey.Generate("ES256", "january"), SignUntil: change, VerifyUntil: change.AddHours(1)); // As long as its last token lives.
        var february = new KeyRingEntry(TokenKey.Generate("ES256", "february"), SignFrom: change); // Published a day before it signs.
        var keys = new KeyRing([january, february]);
        var issuer = new AccessTokenIssuer(new() { Issuer = "login" }, keys, clock);
        var validator = new AccessTokenValidator(new TokenValidationOptions { ValidIssuers = { "login" }, AllowAnyAudience = true }, keys, clock);

        clock.Pass(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(10));
        var before = issuer.Issue("johndoe").Value;
        clock.Pass(TimeSpan.FromMinutes(10));
        var after = issuer.Issue("johndoe").Value;

        foreach (var token in new[] { before, after })
            Console.WriteLine($"signed by {Jwt.UnverifiedHeader(token).GetProperty("kid")}: {validator.Validate(token)}");
        clock.Pass(TimeSpan.FromHours(1));
        Console.WriteLine($"an hour later january is {validator.Validate(before)}");
        // </rotate>
        Check.That(validator.Validate(before).Error == TokenError.KeyNotFound, "A key that is over verifies nothing.");
    }
}
