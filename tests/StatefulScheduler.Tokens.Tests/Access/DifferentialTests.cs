using FsCheck;
using FsCheck.Fluent;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace StatefulScheduler.Tokens.Tests.Access;

// On tokens that a decent issuer writes, the validator and the library alone, set up to mean the same, must agree.
public class DifferentialTests
{
    private const long Now = 1_800_000_000;

    private static readonly JsonWebTokenHandler Library = new();
    private static readonly TokenKey[] Pool = [Forge.Key, TokenKey.Generate("RS256", "rs"), TokenKey.Generate("ES256", "es"), TokenKey.Generate("PS256", "ps"), TokenKey.Generate("HS512", "hs")];
    private static readonly TokenKey[] Strangers = [.. Pool.Select(key => TokenKey.Generate(key.Algorithm, key.KeyId))];

    private static readonly Gen<Case> Cases =
        from key in Gen.Choose(0, Pool.Length - 1)
        from stranger in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        from issuer in Gen.Elements("https://issuer.example", "https://issuer.example/", "", null)
        from audience in Gen.Elements<object?>("api", "API", new[] { "x", "api" }, Array.Empty<string>(), null)
        from expires in Gen.Elements<long?>(Now - 1, Now, Now + 1, Now + 1000, null)
        from notBefore in Gen.Elements<long?>(null, null, Now - 1, Now, Now + 1)
        from subject in Gen.Elements("alice", "zoë 😀", "a\"b\\c")
        select new Case(key, stranger, issuer, audience, expires, notBefore, subject);

    [Fact]
    public void The_validator_and_the_library_agree_on_well_formed_tokens() => Prop.ForAll(Cases.ToArbitrary(), given =>
    {
        var token = given.Token();
        var ours = Some.Validator(new(), KeyRing.OfMixedKinds([.. Pool.Select(key => new KeyRingEntry(key))])).Validate(token);
        var theirs = Library.ValidateTokenAsync(token, Parameters()).GetAwaiter().GetResult();
        return ours.IsValid == theirs.IsValid && (!ours.IsValid || ours.Claims.Subject == ((JsonWebToken)theirs.SecurityToken).Subject);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void The_cases_have_both_answers_and_every_reason()
    {
        var errors = Cases.Sample(1_000, 1_000).Select(given => Some.Validator(new(), KeyRing.OfMixedKinds([.. Pool.Select(key => new KeyRingEntry(key))])).Validate(given.Token()).Error).ToHashSet();

        Assert.Superset(new HashSet<TokenError> { TokenError.None, TokenError.SignatureInvalid, TokenError.InvalidIssuer, TokenError.InvalidAudience, TokenError.Expired, TokenError.NotYetValid, TokenError.MissingClaim }, errors);
    }

    // The library's clock is the system's: its lifetime rule is given ours, as the RFC has it.
    private static TokenValidationParameters Parameters() => new()
    {
        ValidIssuer = Some.Issuer,
        ValidAudience = Some.Audience,
        IssuerSigningKeys = Pool.Select(key => key.Security),
        LifetimeValidator = (notBefore, expires, _, _) => expires is { } end && new DateTimeOffset(end, TimeSpan.Zero).ToUnixTimeSeconds() > Now
            && !(notBefore is { } begin && new DateTimeOffset(begin, TimeSpan.Zero).ToUnixTimeSeconds() > Now),
        IgnoreTrailingSlashWhenValidatingAudience = false,
    };

    private sealed record Case(int Key, bool Stranger, string? Issuer, object? Audience, long? Expires, long? NotBefore, string Subject)
    {
        public string Token()
        {
            var claims = new Dictionary<string, object?> { ["sub"] = Subject };
            foreach (var (name, value) in new (string, object?)[] { ("iss", Issuer), ("aud", Audience), ("exp", Expires), ("nbf", NotBefore) })
            {
                if (value is not null)
                    claims[name] = value;
            }

            return Jwt.Encode(claims, (Stranger ? Strangers : Pool)[Key]);
        }
    }
}
