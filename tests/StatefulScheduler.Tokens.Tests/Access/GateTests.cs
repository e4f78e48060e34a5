using System.Text;
using static StatefulScheduler.Tokens.Tests.Some;

namespace StatefulScheduler.Tokens.Tests.Access;

// Tokens that are rightly signed, and wrong in one thing.
public class GateTests
{
    private const string Good = """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":1800000100}""";

    private readonly TestClock clock = new();

    public static TheoryData<string, TokenError> Headers => new()
    {
        { """{"alg":"HS256","kid":"k1"}""", TokenError.None },
        { """{"alg":"HS256"}""", TokenError.None },
        { """ { "\u0061lg" : "\u0048S256" } """, TokenError.None },
        { """{"alg":"HS256","jwk":{"kty":"oct"},"jku":"http://169.254.169.254/","x5c":["a"],"foo":{"a":[1]}}""", TokenError.None },
        { """{"alg":"none"}""", TokenError.AlgorithmNotAllowed },
        { """{"alg":"nOnE"}""", TokenError.AlgorithmNotAllowed },
        { """{"alg":"hs256"}""", TokenError.AlgorithmNotAllowed },
        { """{"alg":"HS256 "}""", TokenError.AlgorithmNotAllowed },
        { """{"alg":"HS256\u0000"}""", TokenError.AlgorithmNotAllowed },
        { """{"alg":"HS512","kid":"k1"}""", TokenError.AlgorithmNotAllowed },
        { """{"alg":["HS256"]}""", TokenError.AlgorithmNotAllowed },
        { """{"alg":null}""", TokenError.AlgorithmNotAllowed },
        { """{"typ":"JWT"}""", TokenError.AlgorithmNotAllowed },
        { """{"ALG":"HS256"}""", TokenError.AlgorithmNotAllowed },
        { """{"alg":"HS256","kid":"../../dev/null"}""", TokenError.KeyNotFound },
        { """{"alg":"HS256","kid":""}""", TokenError.KeyNotFound },
        { """{"alg":"HS256","kid":"K1"}""", TokenError.KeyNotFound },
        { """{"alg":"HS256","kid":1}""", TokenError.Malformed },
        { """{"alg":"HS256","kid":null}""", TokenError.Malformed },
        { """{"alg":"HS256","typ":1}""", TokenError.WrongType },
        { """{"alg":"HS256","crit":[]}""", TokenError.CriticalNotSupported },
        { """{"alg":"HS256","crit":["exp"],"exp":1}""", TokenError.CriticalNotSupported },
        { """{"alg":"HS256","b64":true}""", TokenError.CriticalNotSupported },
        { """{"alg":"HS256","alg":"HS256"}""", TokenError.DuplicateMember },
        { """{"alg":"HS256","\u0061lg":"none"}""", TokenError.DuplicateMember },
        { """{"alg":"HS256","x":{"a":1,"a":2}}""", TokenError.DuplicateMember },
        { """{"alg":"HS256","x":[{"a":1,"a":2}]}""", TokenError.DuplicateMember },
        { """{"alg":"HS256"}x""", TokenError.Malformed },
        { """{"alg":"HS256"}{}""", TokenError.Malformed },
        { """{"alg":"HS256",}""", TokenError.Malformed },
        { """{"alg":"HS256"/**/}""", TokenError.Malformed },
        { """["HS256"]""", TokenError.Malformed },
        { "null", TokenError.Malformed },
        { "\ufeff{\"alg\":\"HS256\"}", TokenError.Malformed },
        { """{"alg":"HS256","x":"\ud800"}""", TokenError.Malformed },
        { """{"alg":"HS256","\udc00":1}""", TokenError.Malformed },
        { """{"alg":"HS256","x":"\ud83d\ude00 \\ud800 \\"}""", TokenError.None },
        { """{"alg":"HS256","x":"\ud83d\\ude00"}""", TokenError.Malformed },
    };

    public static TheoryData<string, TokenError> Payloads => new()
    {
        { Good, TokenError.None },
        { """{"iss":"https://issuer.example","aud":["x","api"],"sub":"alice","exp":1.8000001e9}""", TokenError.None },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":1800000000.5}""", TokenError.None },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":253402300799}""", TokenError.None },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":1800000100,"nbf":1800000000,"iat":1800000000}""", TokenError.None },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":1800000000}""", TokenError.Expired },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":0}""", TokenError.Expired },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":1800000100,"nbf":1800000001}""", TokenError.NotYetValid },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":1800000100,"iat":1800000001}""", TokenError.NotYetValid },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice"}""", TokenError.MissingClaim },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","EXP":1800000100}""", TokenError.MissingClaim },
        { """{"iss":"https://issuer.example","aud":"api","exp":1800000100}""", TokenError.MissingClaim },
        { """{"iss":"https://issuer.example","aud":"api","sub":"","exp":1800000100}""", TokenError.MissingClaim },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":"1800000100"}""", TokenError.InvalidClaim },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":null}""", TokenError.InvalidClaim },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":true}""", TokenError.InvalidClaim },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":-1}""", TokenError.InvalidClaim },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":1e400}""", TokenError.InvalidClaim },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":1800000100000}""", TokenError.InvalidClaim },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":9223372036854775808}""", TokenError.InvalidClaim },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":1800000100,"nbf":"0"}""", TokenError.InvalidClaim },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":1800000100,"iat":"yesterday"}""", TokenError.InvalidClaim },
        { """{"iss":"https://issuer.example","aud":"api","sub":{"$gt":""},"exp":1800000100}""", TokenError.InvalidClaim },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":1800000100,"jti":7}""", TokenError.InvalidClaim },
        { """{"iss":["https://issuer.example"],"aud":"api","sub":"alice","exp":1800000100}""", TokenError.InvalidClaim },
        { """{"iss":"https://issuer.example","aud":["api",1],"sub":"alice","exp":1800000100}""", TokenError.InvalidClaim },
        { """{"iss":"https://issuer.example","aud":{"0":"api"},"sub":"alice","exp":1800000100}""", TokenError.InvalidClaim },
        { """{"iss":"https://issuer.example/","aud":"api","sub":"alice","exp":1800000100}""", TokenError.InvalidIssuer },
        { """{"aud":"api","sub":"alice","exp":1800000100}""", TokenError.InvalidIssuer },
        { """{"iss":"https://issuer.example","aud":"API","sub":"alice","exp":1800000100}""", TokenError.InvalidAudience },
        { """{"iss":"https://issuer.example","aud":[],"sub":"alice","exp":1800000100}""", TokenError.InvalidAudience },
        { """{"iss":"https://issuer.example","sub":"alice","exp":1800000100}""", TokenError.InvalidAudience },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","sub":"admin","exp":1800000100}""", TokenError.DuplicateMember },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":1800000100,"a long name 1":1,"a long name 1":1}""", TokenError.DuplicateMember },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":1800000100,"a":{"b":{"c":1,"\u0063":2}}}""", TokenError.DuplicateMember },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":NaN}""", TokenError.Malformed },
        { """{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":1800000100} x""", TokenError.Malformed },
        { """[{"sub":"alice"}]""", TokenError.Malformed },
        { "", TokenError.Malformed },
        { """{"x":""" + new string('[', 16) + new string(']', 16) + "}", TokenError.Malformed },
    };

    [Theory, MemberData(nameof(Headers), DisableDiscoveryEnumeration = true)]
    public void A_header_is_taken_as_it_is_or_refused_for_its_reason(string header, TokenError expected) => AssertJudged(expected, Forge.Token(Good, header));

    [Theory, MemberData(nameof(Payloads), DisableDiscoveryEnumeration = true)]
    public void Claims_are_taken_as_they_are_or_refused_for_their_reason(string payload, TokenError expected) => AssertJudged(expected, Forge.Token(payload));

    [Fact]
    public void The_text_has_one_spelling()
    {
        var token = Forge.Token(Good);
        var parts = token.Split('.');
        // The last character of 32 bytes has two bits that mean nothing: another character would mean the same.
        var loose = token[..^1] + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".IndexOf(token[^1]) + 1];

        AssertJudged(TokenError.None, token);
        foreach (var wrong in new[] { "", ".", "..", "...", "a.b", $"{token}.", $".{token}", $"{token}.x", $" {token}", $"{token}\n", $"{token}\0", $"{token}=", $"{parts[0]}=.{parts[1]}.{parts[2]}", $"{parts[0]}.{parts[1]}.", $".{parts[1]}.{parts[2]}", $"{parts[0]}..{parts[2]}", loose, $"{parts[0]}.{parts[1][..^1]} .{parts[2]}" })
            Assert.NotEqual(TokenError.None, Validator(clock, new(Forge.Key)).Validate(wrong).Error);
        AssertJudged(TokenError.Malformed, loose);
        AssertJudged(TokenError.SignatureInvalid, $"{parts[0]}.{parts[1]}.{parts[2][..^2]}");
        AssertJudged(TokenError.Malformed, null);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused()
    {
        AssertJudged(TokenError.Malformed, Forge.Token([.. "{\"x\":\""u8, 0xC0, 0x80, .. "\"}"u8], """{"alg":"HS256"}"""u8));
        AssertJudged(TokenError.Malformed, Forge.Token("{}"u8, [.. "{\"alg\":\"HS256\",\"x\":\""u8, 0xFF, .. "\"}"u8]));
        AssertJudged(TokenError.Malformed, Forge.Token(Encoding.Unicode.GetBytes(Good), """{"alg":"HS256"}"""u8));
    }

    [Fact]
    public void What_is_too_large_is_refused_unread()
    {
        var many = string.Join(',', Enumerable.Range(0, 70).Select(number => $"\"m{number}\":1"));

        AssertJudged(TokenError.TooLarge, new('.', 1_000_000));
        AssertJudged(TokenError.TooLarge, Forge.Token(Good, $$"""{"alg":"HS256","kid":"{{new string('A', 200_000)}}"}"""));
        AssertJudged(TokenError.TooLarge, Forge.Token($"{{{many}}}"));
        AssertJudged(TokenError.TooLarge, Forge.Token(Good, $$"""{"alg":"HS256",{{many}}}"""));
    }

    [Fact]
    public void A_wrong_signature_is_told_before_anything_that_the_claims_say()
    {
        var token = Forge.Token("""{"iss":"x","aud":"y","exp":1}""");
        var tampered = token[..^5] + (token[^5] == 'A' ? "B" : "A") + token[^4..];

        AssertJudged(TokenError.SignatureInvalid, tampered);
        AssertJudged(TokenError.InvalidIssuer, Forge.Token("""{"iss":"x","aud":"y","sub":"z","exp":1}"""));
    }

    [Fact]
    public void A_type_can_be_required_and_is_compared_as_media_types_are()
    {
        var validator = Validator(clock, new(Forge.Key), options => options.RequiredType = "at+jwt");

        foreach (var type in new[] { "at+jwt", "AT+JWT", "application/at+jwt" })
            Assert.Equal(TokenError.None, validator.Validate(Forge.Token(Good, $$"""{"alg":"HS256","typ":"{{type}}"}""")).Error);
        foreach (var header in new[] { """{"alg":"HS256","typ":"JWT"}""", """{"alg":"HS256"}""", """{"alg":"HS256","typ":"application/jwt"}""", """{"alg":"HS256","typ":"xapplication/at+jwt"}""" })
            Assert.Equal(TokenError.WrongType, validator.Validate(Forge.Token(Good, header)).Error);
    }

    [Fact]
    public void An_algorithm_may_be_taken_from_the_keys_of_the_ring_only_if_it_is_allowed() =>
        Assert.Equal(TokenError.AlgorithmNotAllowed, Validator(clock, new(Forge.Key), options => options.AllowedAlgorithms.Add("RS256")).Validate(Forge.Token(Good)).Error);

    [Fact]
    public void A_token_may_be_too_old_whatever_its_own_expiry_says()
    {
        var validator = Validator(clock, new(Forge.Key), options => options.MaxAge = TimeSpan.FromMinutes(1));

        Assert.Equal(TokenError.None, validator.Validate(Forge.Token("""{"iss":"https://issuer.example","aud":"api","sub":"a","exp":1900000000,"iat":1799999941}""")).Error);
        Assert.Equal(TokenError.TooOld, validator.Validate(Forge.Token("""{"iss":"https://issuer.example","aud":"api","sub":"a","exp":1900000000,"iat":1799999940}""")).Error);
        Assert.Equal(TokenError.MissingClaim, validator.Validate(Forge.Token(Good)).Error);
    }

    [Fact]
    public void The_skew_widens_both_ends()
    {
        var validator = Validator(clock, new(Forge.Key), options => options.ClockSkew = TimeSpan.FromSeconds(60));

        Assert.Equal(TokenError.None, validator.Validate(Forge.Token("""{"iss":"https://issuer.example","aud":"api","sub":"a","exp":1799999941,"nbf":1800000060,"iat":1800000060}""")).Error);
        Assert.Equal(TokenError.Expired, validator.Validate(Forge.Token("""{"iss":"https://issuer.example","aud":"api","sub":"a","exp":1799999940}""")).Error);
        Assert.Equal(TokenError.NotYetValid, validator.Validate(Forge.Token("""{"iss":"https://issuer.example","aud":"api","sub":"a","exp":1900000000,"nbf":1800000061}""")).Error);
    }

    private void AssertJudged(TokenError expected, string? token)
    {
        var validator = Validator(clock, new(Forge.Key));

        var result = validator.Validate(token);

        Assert.Equal(expected, result.Error);
        Assert.Equal(expected == TokenError.None, result.IsValid);
        validator.Validate(Forge.Token(Good)); // From now on a header is known.
        Assert.Equal(expected, validator.Validate(token).Error);
    }
}
