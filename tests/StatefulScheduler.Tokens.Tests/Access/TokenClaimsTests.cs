using static StatefulScheduler.Tokens.Tests.Some;

namespace StatefulScheduler.Tokens.Tests.Access;

public class TokenClaimsTests
{
    private static TokenClaims Claims(string payload) =>
        Validator(new(), new(Forge.Key), options => options.ValidIssuers[0] = "me").Validate(Forge.Token(payload)).Claims!;

    [Fact]
    public void Claims_keep_their_names_and_types()
    {
        var claims = Claims("""{"iss":"me","aud":["api","x"],"sub":"alice","exp":1800000100.5,"nbf":1,"iat":2,"jti":"j","scope":"a b","roles":["admin","user"],"deep":{"a":1},"n":5,"t":true}""");

        Assert.Equal(("alice", "j", "me"), (claims.Subject, claims.JwtId, claims.Issuer));
        Assert.Equal(["api", "x"], claims.Audiences);
        Assert.Equal(["a", "b"], claims.Scopes.Order());
        Assert.Equal((1_800_000_100_500, 1_000, 2_000), (claims.ExpiresAt!.Value.ToUnixTimeMilliseconds(), claims.NotBefore!.Value.ToUnixTimeMilliseconds(), claims.IssuedAt!.Value.ToUnixTimeMilliseconds()));
        Assert.Equal(1, claims["deep"].GetProperty("a").GetInt32());
        Assert.Contains("no claim 'nope'", Assert.Throws<KeyNotFoundException>(() => claims["nope"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_principal_has_them_under_the_same_names()
    {
        var principal = Claims("""{"iss":"me","aud":"api","sub":"alice","exp":1800000100,"roles":["admin","user"],"deep":{"a":1},"t":true}""").ToPrincipal();

        Assert.Equal("alice", principal.Identity!.Name);
        Assert.True(principal.Identity.IsAuthenticated);
        Assert.True(principal.IsInRole("admin") && principal.IsInRole("user") && !principal.IsInRole("root"));
        Assert.Equal("""{"a":1}""", principal.FindFirst("deep")!.Value);
        Assert.Equal("true", principal.FindFirst("t")!.Value);
    }

    [Fact]
    public void Scopes_may_be_a_list_too() =>
        Assert.Equal(["a", "b"], Claims("""{"iss":"me","aud":"api","sub":"alice","exp":1800000100,"scp":["a","b"]}""").Scopes.Order());
}
