using System.Diagnostics;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Sdk;

namespace StatefulScheduler.Tokens.Tests.Access;

// Whatever the text is: an answer, no exception, and never yes to what the key did not sign.
public class HostileProperties
{
    private static readonly TestClock Clock = new();
    private static readonly TokenKey Es = TokenKey.Generate("ES256", "es");
    private static readonly TokenKey Rs = TokenKey.Generate("RS256", "rs");
    private static readonly AccessTokenValidator Validator = Some.Validator(Clock, KeyRing.OfMixedKinds([new(Forge.Key), new(Es), new(Rs)]));
    private static readonly string[] Good = [.. new[] { Forge.Key, Es, Rs }.Select(key => Some.IssuerOf(Clock, new(key)).Issue("alice", "me").Value)];

    [Fact]
    public void Random_text_is_refused() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => !Validator.Validate(text).IsValid).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Random_bytes_as_parts_of_a_token_are_refused() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<byte[]>(), (header, payload, signature) =>
            !Validator.Validate($"{Encode(header)}.{Encode(payload)}.{Encode(signature)}").IsValid && !Validator.Validate(Forge.Token(payload, header)).IsValid)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void A_changed_token_is_refused_wherever_it_is_changed()
    {
        foreach (var token in Good)
        {
            Assert.True(Validator.Validate(token).IsValid);
            for (var at = 0; at < token.Length; at++)
            {
                foreach (var other in Others.Where(character => character != token[at]))
                    AssertRefused(token[..at] + other + token[(at + 1)..]);
                AssertRefused(token.Remove(at, 1));
                AssertRefused(token[..at]);
            }
        }
    }

    // For as long as TOKENS_FUZZ_SECONDS says, else for two seconds: tokens that were cut, joined, swapped and changed, of good ones.
    [Fact]
    public void Fuzz()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("TOKENS_FUZZ_SECONDS"), out var asked) ? asked : 2;
        var seed = Environment.TickCount;
        var (random, started, tried) = (new Random(seed), Stopwatch.GetTimestamp(), 0L);
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
        {
            var (text, isSigned) = Mutate(random);
            tried++;
            try
            {
                var accepted = Validator.Validate(text).IsValid;
                Assert.True(!accepted || Good.Contains(text) || (isSigned && IsGood(text)), $"Seed {seed}, try {tried}: {text}");
                _ = RefreshSecret.TryRead(text, out _);
            }
            catch (Exception exception) when (exception is not IAssertionException)
            {
                Assert.Fail($"Seed {seed}, try {tried}: {exception}");
            }
        }

        TestContext.Current.SendDiagnosticMessage($"Fuzz: {tried} tokens, seed {seed}");
        Assert.True(tried > 100);
    }

    private static (string Text, bool IsSigned) Mutate(Random random)
    {
        var parts = Good[random.Next(Good.Length)].Split('.');
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            var at = random.Next(3);
            var bytes = Decode(parts[at]);
            parts[at] = random.Next(8) switch
            {
                0 => Good[random.Next(Good.Length)].Split('.')[random.Next(3)],
                1 => Encode(bytes.AsSpan(0, random.Next(bytes.Length + 1))),
                2 => Encode([.. bytes, .. bytes]),
                3 => Encode(Flip(bytes, random)),
                4 => parts[at].Insert(random.Next(parts[at].Length + 1), ((char)random.Next(0x250)).ToString()),
                5 => Encode(Splice(bytes, random)),
                6 => "",
                _ => Encode(System.Text.Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)])),
            };
        }

        // Half of them are rightly signed, so that what comes after the signature is tried too.
        return random.Next(2) == 0 ? (Forge.Token(Splice(Decode(parts[1]), random), Decode(parts[0])), true) : (string.Join('.', parts), false);
    }

    private static readonly char[] Others = ['A', 'z', '.', '=', '\0', '-'];

    private static readonly string[] Pieces = ["\"", "{", "}", "[", "]", ",", ":", "\\u0000", "\\ud83d", "\u0000", "\"exp\":1,", "1e999", "-", "\ufeff", " "];

    private static readonly string[] Words =
        ["{}", "[]", "null", """{"alg":"none"}""", """{"alg":"HS256"}""", """{"alg":"HS256","crit":["b64"]}""", """{"exp":1e400}""", """{"exp":99999999999999999999}""", "{\"\\ud800\":1}", """{"sub":"alice","exp":1}""", "{\"a\":" + new string('[', 200)];

    private static byte[] Flip(byte[] bytes, Random random)
    {
        var other = bytes.ToArray();
        if (other.Length > 0)
            other[random.Next(other.Length)] ^= (byte)(1 << random.Next(8));
        return other;
    }

    // Pieces of JSON where they do not belong.
    private static byte[] Splice(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length + 1);
        var piece = System.Text.Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]);
        return [.. bytes[..at], .. piece, .. bytes[at..]];
    }

    private static void AssertRefused(string text) => Assert.False(Validator.Validate(text).IsValid, text);

    // What the framework's own reader says of a token that was accepted: each name once, of us, for us, and alive.
    private static bool IsGood(string text)
    {
        var parts = text.Split('.');
        var strict = new JsonDocumentOptions { AllowDuplicateProperties = false };
        using var header = JsonDocument.Parse(Decode(parts[0]), strict);
        using var payload = JsonDocument.Parse(Decode(parts[1]), strict);
        var (said, claims) = (header.RootElement, payload.RootElement);
        return said.GetProperty("alg").GetString() == "HS256" && !said.TryGetProperty("crit", out _) && !said.TryGetProperty("b64", out _)
            && claims.GetProperty("iss").GetString() == Some.Issuer && claims.GetProperty("exp").GetDouble() > Clock.Now.ToUnixTimeSeconds() && claims.GetProperty("sub").GetString()!.Length > 0
            && (claims.GetProperty("aud") is { ValueKind: JsonValueKind.String } one ? one.GetString() == Some.Audience : claims.GetProperty("aud").EnumerateArray().Any(entry => entry.GetString() == Some.Audience));
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static byte[] Decode(string text) =>
        StrictBase64Url.TryDecode(text, out byte[] bytes) ? bytes : [];
}
