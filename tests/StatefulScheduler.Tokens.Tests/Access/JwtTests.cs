namespace StatefulScheduler.Tokens.Tests.Access;

public class JwtTests
{
    private readonly TestClock clock = new();

    [Fact]
    public void A_token_is_what_python_jose_would_write()
    {
        // jose.jwt.encode({"sub": "johndoe", "exp": 1800001800}, SECRET, algorithm="HS256"): the same header, the same claims, the same bytes signed.
        var token = Jwt.Encode(new Dictionary<string, object?> { ["sub"] = "johndoe", ["exp"] = clock.Now.AddMinutes(30) }, Forge.Secret);

        Assert.Equal(Forge.Token("""{"sub":"johndoe","exp":1800001800}""", """{"alg":"HS256","typ":"JWT"}"""), token);
        Assert.Equal("johndoe", Jwt.Decode(token, Forge.Secret, time: clock).Subject);
    }

    [Theory]
    [InlineData("HS384")]
    [InlineData("HS512")]
    public void Other_hashes_want_longer_secrets(string algorithm)
    {
        var secret = TokenKey.GenerateSecret();
        var token = Jwt.Encode(new Dictionary<string, object?> { ["sub"] = "a" }, secret, algorithm);

        Assert.Equal("a", Jwt.Decode(token, secret, algorithm, time: clock).Subject);
        Assert.Equal(TokenError.AlgorithmNotAllowed, Assert.Throws<TokenException>(() => Jwt.Decode(token, secret, time: clock)).Error);
        Assert.Throws<ArgumentException>(() => Jwt.Encode(new Dictionary<string, object?>(), Forge.Secret[..40], algorithm));
    }

    [Fact]
    public void Nothing_is_required_and_what_is_there_counts()
    {
        Assert.Null(Jwt.Decode(Forge.Token("{}"), Forge.Secret, time: clock).Subject);
        Assert.Equal(TokenError.Expired, Refused("""{"exp":1800000000}"""));
        Assert.Equal(TokenError.NotYetValid, Refused("""{"nbf":1800000001}"""));
        Assert.Equal(TokenError.InvalidAudience, Refused("""{"aud":"somebody"}"""));
        Assert.Equal("x", Jwt.Decode(Forge.Token("""{"aud":"somebody","iss":"x"}"""), Forge.Secret, configure: options => options.ValidAudiences.Add("somebody"), time: clock).Issuer);
        Assert.Equal(TokenError.InvalidIssuer, Refused("""{"iss":"x"}""", options => options.ValidIssuers.Add("y")));
        Assert.Equal(TokenError.MissingClaim, Refused("{}", options => options.RequireExpiration = true));
    }

    [Fact]
    public void The_name_of_a_key_does_not_matter_where_there_is_one() =>
        Assert.Equal("a", Jwt.Decode(Forge.Token("""{"sub":"a"}""", """{"alg":"HS256","kid":"whatever"}"""), Forge.Secret, time: clock).Subject);

    [Fact]
    public void A_wrong_key_is_a_wrong_signature() =>
        Assert.Equal(TokenError.SignatureInvalid, Assert.Throws<TokenException>(() => Jwt.Decode(Forge.Token("{}"), TokenKey.GenerateSecret(), time: clock)).Error);

    [Fact]
    public void Headers_can_be_added()
    {
        var token = Jwt.Encode(new Dictionary<string, object?> { ["sub"] = "a" }, Forge.Secret, headers: new Dictionary<string, object> { ["cty"] = "x" });

        Assert.Equal("x", Jwt.UnverifiedHeader(token).GetProperty("cty").GetString());
        Assert.Equal("a", Jwt.Decode(token, Forge.Secret, time: clock).Subject);
    }

    [Theory]
    [InlineData("alg", "none")]
    [InlineData("kid", "other")]
    [InlineData("crit", "exp")]
    [InlineData("x", 1.5)]
    public void Headers_that_are_the_keys_or_have_no_one_form_are_refused(string name, object value) =>
        Assert.ThrowsAny<ArgumentException>(() => Jwt.Encode([], Forge.Secret, headers: new Dictionary<string, object> { [name] = value }));

    [Fact]
    public void Claims_given_twice_are_refused() =>
        Assert.Throws<ArgumentException>("claims", () => Jwt.Encode([new("sub", "a"), new("sub", "b")], Forge.Secret));

    [Fact]
    public void A_look_without_a_key_shows_what_is_claimed()
    {
        Assert.Equal("a", Jwt.UnverifiedClaims(Forge.Token("""{"sub":"a"}""")).GetProperty("sub").GetString());
        Assert.Equal(TokenError.Malformed, Assert.Throws<TokenException>(() => Jwt.UnverifiedClaims("a.b")).Error);
        Assert.Equal(TokenError.Malformed, Assert.Throws<TokenException>(() => Jwt.UnverifiedHeader(Forge.Token("{}", """{"a":1,"a":2}"""))).Error);
        Assert.Equal(TokenError.TooLarge, Assert.Throws<TokenException>(() => Jwt.UnverifiedHeader(new('a', 10_000))).Error);
    }

    private TokenError Refused(string payload, Action<TokenValidationOptions>? configure = null) =>
        Assert.Throws<TokenException>(() => Jwt.Decode(Forge.Token(payload), Forge.Secret, configure: configure, time: clock)).Error;
}
