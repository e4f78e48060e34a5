using System.Text.Json;
using static StatefulScheduler.Tokens.Tests.Some;

namespace StatefulScheduler.Tokens.Tests.Keys;

public class KeyRingTests
{
    private static readonly DateTimeOffset Start = new TestClock().Now;

    [Fact]
    public void Keys_take_turns_and_tokens_of_the_old_one_are_accepted_until_they_are_over()
    {
        var clock = new TestClock();
        using var one = TokenKey.Generate("ES256", "2026-01");
        using var two = TokenKey.Generate("ES256", "2026-02");
        var ring = new KeyRing(new List<KeyRingEntry> { new(one, SignUntil: Start.AddDays(30), VerifyUntil: Start.AddDays(31)), new(two, SignFrom: Start.AddDays(30)) });
        var (issuer, validator) = (IssuerOf(clock, ring, options => options.Lifetime = TimeSpan.FromHours(24)), Validator(clock, ring));

        clock.Pass(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        var last = issuer.Issue("alice").Value;
        clock.Pass(TimeSpan.FromSeconds(1));
        var first = issuer.Issue("alice").Value;

        Assert.Equal(("2026-01", "2026-02"), (KeyOf(last), KeyOf(first)));
        Assert.True(validator.Validate(last).IsValid && validator.Validate(first).IsValid);
        clock.Pass(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(2));
        Assert.True(validator.Validate(last).IsValid);
        clock.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(TokenError.KeyNotFound, validator.Validate(last).Error);
    }

    [Fact]
    public void A_key_is_published_before_it_signs_and_no_longer_than_it_verifies()
    {
        using var secret = TokenKey.Generate("HS256");
        using var one = TokenKey.Generate("ES256", "old");
        using var two = TokenKey.Generate("RS256", "next");
        var ring = new KeyRing(new List<KeyRingEntry> { new(one, SignUntil: Start, VerifyUntil: Start.AddDays(1)), new(two, SignFrom: Start.AddDays(1)) });

        Assert.Equal(["old", "next"], Published(ring, Start));
        Assert.Equal(["next"], Published(ring, Start.AddDays(1)));
        Assert.Empty(Published(new(secret), Start));
        foreach (var name in new[] { "\"d\"", "\"k\"", "\"p\"", "\"q\"" })
            Assert.DoesNotContain(name, ring.ToJwks(Start), StringComparison.Ordinal);
        Assert.All(JsonElement.Parse(ring.ToJwks(Start)).GetProperty("keys").EnumerateArray(), key => TokenKey.FromJwk(key.GetRawText()).Dispose());
    }

    [Fact]
    public void A_token_without_a_name_is_taken_only_where_there_is_one_key()
    {
        using var other = TokenKey.Generate("HS256", "k2");
        var unnamed = Forge.Token("""{"iss":"https://issuer.example","aud":"api","sub":"a","exp":1800000100}""", """{"alg":"HS256"}""");

        Assert.True(Validator(new(), new(Forge.Key)).Validate(unnamed).IsValid);
        Assert.Equal(TokenError.KeyNotFound, Validator(new(), new(Forge.Key, other)).Validate(unnamed).Error);
    }

    [Fact]
    public void Only_the_named_key_is_tried()
    {
        using var other = TokenKey.Generate("HS256", "k2");
        var token = Forge.Token("""{"iss":"https://issuer.example","aud":"api","sub":"a","exp":1800000100}""", """{"alg":"HS256","kid":"k2"}""");

        Assert.Equal(TokenError.SignatureInvalid, Validator(new(), new(Forge.Key, other)).Validate(token).Error);
    }

    [Fact]
    public void A_ring_can_be_replaced_while_it_is_used()
    {
        var clock = new TestClock();
        using var one = TokenKey.Generate("HS256", "one");
        using var two = TokenKey.Generate("HS256", "two");
        var source = new KeyRingSource(new(one));
        var issuer = new AccessTokenIssuer(new() { Issuer = Issuer }, source, clock);
        var validator = new AccessTokenValidator(new() { ValidIssuers = { Issuer }, AllowAnyAudience = true }, source, clock);
        var before = issuer.Issue("alice").Value;

        source.Replace(new(two, one));

        Assert.Equal("two", KeyOf(issuer.Issue("alice").Value));
        Assert.True(validator.Validate(before).IsValid);
        source.Replace(new(two));
        Assert.Equal(TokenError.KeyNotFound, validator.Validate(before).Error);
    }

    [Fact]
    public void A_ring_that_could_not_work_is_refused()
    {
        using var same = TokenKey.Generate("HS256", "k1");
        using var pair = TokenKey.Generate("ES256", "pair");

        Assert.Contains("no key", Refusal(() => new KeyRing(new List<KeyRingEntry>())), StringComparison.Ordinal);
        Assert.Contains("two keys named 'k1'", Refusal(() => new KeyRing(Forge.Key, same)), StringComparison.Ordinal);
        Assert.Contains("mixes secrets with key pairs", Refusal(() => new KeyRing(Forge.Key, pair)), StringComparison.Ordinal);
        Assert.Contains("before it begins", Refusal(() => new KeyRing(new List<KeyRingEntry> { new(pair, Start, Start) })), StringComparison.Ordinal);
        Assert.Contains("last tokens would be refused", Refusal(() => new KeyRing(new List<KeyRingEntry> { new(pair, SignUntil: Start, VerifyUntil: Start.AddSeconds(-1)) })), StringComparison.Ordinal);
        Assert.Equal(2, KeyRing.OfMixedKinds([new(Forge.Key), new(pair)]).Keys.Count);

        static string Refusal(Func<KeyRing> make) => Assert.ThrowsAny<ArgumentException>(make).Message;
    }

    [Fact]
    public void When_no_key_signs_it_is_said_when_each_would()
    {
        using var key = TokenKey.Generate("HS256", "next");
        var ring = new KeyRing(new List<KeyRingEntry> { new(key, SignFrom: Start.AddDays(1)) });

        Assert.Contains("'next' signs from 2027-01-16", Assert.Throws<InvalidOperationException>(() => ring.SigningKey(Start)).Message, StringComparison.Ordinal);
    }

    // The classic: the public key is published, so that anybody can make an HMAC with it.
    [Fact]
    public void A_public_key_never_makes_a_mac()
    {
        using var pair = TokenKey.Generate("RS256", "rs");
        var claims = """{"iss":"https://issuer.example","aud":"api","sub":"admin","exp":1800000100}"""u8;
        foreach (var secret in new[] { KeyTests.PublicJwk(pair), new KeyRing(pair).ToJwks(Start) })
        {
            var signed = $"{Encode("""{"alg":"HS256","kid":"rs"}"""u8)}.{Encode(claims)}";
            var mac = System.Security.Cryptography.HMACSHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret), System.Text.Encoding.ASCII.GetBytes(signed));
            Assert.Equal(TokenError.AlgorithmNotAllowed, Validator(new(), new(pair)).Validate($"{signed}.{Encode(mac)}").Error);
            Assert.Equal(TokenError.KeyNotFound, Validator(new(), KeyRing.OfMixedKinds([new(pair), new(Forge.Key)])).Validate($"{signed}.{Encode(mac)}").Error);
        }

        static string Encode(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
    }

    private static string KeyOf(string token) => Jwt.UnverifiedHeader(token).GetProperty("kid").GetString()!;

    private static List<string> Published(KeyRing ring, DateTimeOffset now) =>
        [.. JsonElement.Parse(ring.ToJwks(now)).GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
}
