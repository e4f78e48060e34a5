using StatefulScheduler.Tokens;
using Tokens.Stage;

namespace Tokens.Beyond;

// For a program that is asked for real: an issuer, an audience, scopes, and a reason for each refusal.
internal static class Validation
{
    public static void Validate()
    {
        var clock = new SampleClock();
        // <validate>
        var keys = new KeyRing(TokenKey.Generate(TokenAlgorithms.ES256));
        var issuer = new AccessTokenIssuer(new() { Issuer = "https://login.example", Audiences = { "shop" } }, keys, clock);
        var validator = new AccessTokenValidator(new TokenValidationOptions { ValidIssuers = { "https://login.example" }, ValidAudiences = { "shop" } }, keys, clock);

        var token = issuer.Issue("johndoe", "orders:read").Value;
        var result = validator.Validate(token);
        Console.WriteLine($"{result}: {result.Claims?.Subject} may {string.Join(", ", result.Claims?.Scopes ?? new HashSet<string>())}");

        var unsigned = "eyJhbGciOiJub25lIn0" + token[token.IndexOf('.')..]; // {"alg":"none"}
        foreach (var tried in new[] { token[..^4] + "AAAA", unsigned, token + "=", "hello" })
            Console.WriteLine(validator.Validate(tried));
        // </validate>
        Check.That(result.IsValid && validator.Validate(unsigned).Error == TokenError.AlgorithmNotAllowed, "A token without a signature is none.");
    }
}
