namespace StatefulScheduler.Tokens.Tests.Access;

// Whatever is refused: neither the log, nor an exception, nor a text of ours has the token, the key or a claim in it.
public class LeakTests
{
    private const string Claim = "wh1tewhale@example.org";

    [Fact]
    public void No_text_shows_a_token_a_key_or_a_claim()
    {
        var log = new LogLines();
        var clock = new TestClock();
        var validator = new AccessTokenValidator(new() { ValidIssuers = { "me" }, ValidAudiences = { "api" } }, new KeyRingSource(new(Forge.Key)), clock, logger: log);
        var texts = new List<string>();
        foreach (var token in Tokens())
        {
            texts.Add(validator.Validate(token).ToString());
            texts.Add(Assert.Throws<TokenException>(() => Jwt.Decode(token, Forge.Secret, configure: options => options.ValidIssuers.Add("me"), time: clock)).ToString());
        }

        var good = Forge.Token($$"""{"iss":"me","aud":"api","sub":"{{Claim}}","exp":1800000100}""");
        var accepted = validator.Validate(good);
        Assert.True(accepted.IsValid);
        texts.AddRange([accepted.ToString(), accepted.Claims.ToString(), Forge.Key.ToString(), new AccessToken(good, clock.Now, null).ToString(), .. log.Lines]);
        Assert.Equal(Tokens().Count, log.Lines.Count);
        foreach (var text in texts)
        {
            Assert.DoesNotContain("wh1tewhale", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Forge.Secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain("eyJ", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_failure_of_the_library_is_told_by_its_name_alone()
    {
        var log = new LogLines();
        var key = TokenKey.Generate("ES256");
        var token = Some.IssuerOf(new(), new(key)).Issue(Claim).Value;
        key.Dispose();

        Assert.False(SignatureCheck.IsRight(token, key, log));
        Assert.DoesNotContain(log.Lines, line => line.Contains("eyJ", StringComparison.Ordinal) || line.Contains(Claim, StringComparison.Ordinal));
    }

    // Each refused for another reason.
    private static List<string> Tokens()
    {
        var good = Forge.Token($$"""{"iss":"me","aud":"api","sub":"{{Claim}}","exp":1800000100}""");
        return
        [
            good[..^1],
            $"{good}{new string('A', 9000)}",
            Forge.Token($$"""{"iss":"{{Claim}}","aud":"api","sub":"{{Claim}}","exp":1800000100}"""),
            Forge.Token($$"""{"iss":"me","aud":"{{Claim}}","sub":"{{Claim}}","exp":"{{Claim}}"}"""),
            Forge.Token($$"""{"iss":"me","aud":"api","sub":"{{Claim}}","exp":1}"""),
            Forge.Token($$"""{"iss":"me","aud":"api","{{Claim}}":1,"{{Claim}}":2}"""),
            Forge.Token($$"""{"iss":"me","sub":"{{Claim}}" """),
            Forge.Token("{}", $$"""{"alg":"{{Claim}}"}"""),
            Forge.Token("{}", $$"""{"alg":"HS256","crit":["{{Claim}}"]}"""),
        ];
    }
}
