using StatefulScheduler.Tokens;
using Tokens.Stage;

namespace Tokens.Article;

internal static class AccessTokens
{
    private static readonly SampleClock Clock = new();

    // A program takes it from its environment or a secret store, and never prints it.
    private static readonly string SecretKey = TokenKey.GenerateSecret();

    public static void Secret()
    {
        // <secret>
        // SECRET_KEY = "09d25e…": printed in the tutorial, copied into thousands of programs, and so the first that anybody tries.
        try
        {
            Jwt.Encode(new Dictionary<string, object?> { ["sub"] = "admin" }, "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7");
        }
        catch (ArgumentException refusal)
        {
            Console.WriteLine(refusal.Message);
        }
        // </secret>
        var refused = 0;
        foreach (var secret in new[] { "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7", "secret", new string('a', 64) })
        {
            try
            {
                Jwt.Encode(new Dictionary<string, object?>(), secret);
            }
            catch (ArgumentException)
            {
                refused++;
            }
        }

        Check.That(refused == 3, "Published and weak secrets are refused.");
    }

    public static void Encode()
    {
        // <encode>
        // to_encode = {"sub": username, "exp": datetime.utcnow() + timedelta(minutes=30)}
        // The article puts the user's password hash into the token as well. Anybody can read a token: it is signed, not encrypted. So it is left out here.
        var claims = new Dictionary<string, object?>
        {
            ["sub"] = "johndoe",
            ["exp"] = Clock.GetUtcNow().AddMinutes(30),
        };
        var token = Jwt.Encode(claims, SecretKey, "HS256"); // jwt.encode(to_encode, SECRET_KEY, algorithm="HS256")
        Console.WriteLine(Jwt.UnverifiedHeader(token));
        Console.WriteLine(Jwt.UnverifiedClaims(token)); // No key was needed to read this.
        // </encode>
        Check.That(token.Split('.').Length == 3 && !Jwt.UnverifiedClaims(token).ToString().Contains("$2b$", StringComparison.Ordinal), "A token has three parts, and no hash.");
    }

    public static void Decode()
    {
        var token = Token();
        // <decode>
        var claims = Jwt.Decode(token, SecretKey, "HS256", time: Clock); // jwt.decode(token, SECRET_KEY, algorithms=["HS256"])
        Console.WriteLine($"{claims.Subject}, until {claims.ExpiresAt:HH:mm}");
        // </decode>
        Check.That(claims.Subject == "johndoe", "The token says whose it is.");
    }

    public static void Expired()
    {
        var token = Token();
        // <expired>
        Clock.Pass(TimeSpan.FromMinutes(30));
        try
        {
            Jwt.Decode(token, SecretKey, "HS256", time: Clock);
        }
        catch (TokenException refusal) when (refusal.Error == TokenError.Expired) // except ExpiredSignatureError
        {
            Console.WriteLine(refusal.Message);
        }
        // </expired>
        Check.That(Refusal(token, SecretKey) == TokenError.Expired, "After thirty minutes the token is over.");
    }

    public static void WrongKey()
    {
        var token = Token();
        // <wrong-key>
        try
        {
            Jwt.Decode(token, secret: TokenKey.GenerateSecret(), "HS256", time: Clock);
        }
        catch (TokenException refusal) // except JWTError
        {
            Console.WriteLine(refusal.Message);
        }
        // </wrong-key>
        Check.That(Refusal(token, TokenKey.GenerateSecret()) == TokenError.SignatureInvalid, "Another key does not verify.");
        Check.That(Refusal(token, SecretKey) == TokenError.None, "The right key does.");
    }

    private static string Token() => Jwt.Encode(new Dictionary<string, object?> { ["sub"] = "johndoe", ["exp"] = Clock.GetUtcNow().AddMinutes(30) }, SecretKey);

    private static TokenError Refusal(string token, string secret)
    {
        try
        {
            Jwt.Decode(token, secret, "HS256", time: Clock);
            return TokenError.None;
        }
        catch (TokenException refusal)
        {
            return refusal.Error;
        }
    }
}
