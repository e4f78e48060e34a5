using static StatefulScheduler.Tokens.Tests.Some;

namespace StatefulScheduler.Tokens.Tests.Access;

// Tokens that the RFCs print.
public class PublishedTokenTests
{
    private const string Claims = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    // RFC 7515, A.1; RFC 7519, 3.1.
    private const string Hs256 = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + Claims + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string HsKey = """{"kty":"oct","alg":"HS256","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}""";

    // RFC 7515, A.3.
    private const string Es256 = "eyJhbGciOiJFUzI1NiJ9." + Claims + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    private const string EsKey = """{"kty":"EC","alg":"ES256","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}""";

    public static TheoryData<string, string> Published => new() { { Hs256, HsKey }, { Es256, EsKey } };

    [Theory, MemberData(nameof(Published))]
    public void A_published_token_is_accepted_while_it_lives_and_one_changed_bit_is_seen(string token, string jwk)
    {
        var clock = new TestClock();
        clock.Pass(DateTimeOffset.FromUnixTimeSeconds(1_300_819_379) - clock.Now);
        using var key = TokenKey.FromJwk(jwk);
        var validator = new AccessTokenValidator(new TokenValidationOptions { ValidIssuers = { "joe" }, AllowAnyAudience = true, RequireSubject = false, ClockSkew = TimeSpan.Zero }, new KeyRing(key), clock);

        var result = validator.Validate(token);
        Assert.True(result.IsValid, result.ToString());
        Assert.True(result.Claims.TryGet("http://example.com/is_root", out var isRoot) && isRoot.GetBoolean());
        Assert.Equal(TokenError.SignatureInvalid, validator.Validate(token[..^9] + (token[^9] == 'A' ? 'B' : 'A') + token[^8..]).Error);
        clock.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(TokenError.Expired, validator.Validate(token).Error);
    }

    // RFC 7519, 6.1.
    [Fact]
    public void The_unsecured_token_is_refused() =>
        Assert.Equal(TokenError.Malformed, Validator(new(), new(Forge.Key)).Validate($"eyJhbGciOiJub25lIn0.{Claims}.").Error);
}
