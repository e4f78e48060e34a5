using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using StatefulScheduler.Benchmarks.Measuring;
using StatefulScheduler.Tokens;

namespace StatefulScheduler.Benchmarks.Tokens;

// Tokens beside the library that they are built on, and bcrypt beside the machine's compiled one: in turns, window by window, in one process.
internal static class TokenComparison
{
    public const string Issuer = "https://issuer.example";
    public const string Audience = "api";
    public const string Subject = "alice";

    private const double LeastRatio = 0.8; // The gate may cost a quarter of what the library takes by itself.
    private const int CallsInBatch = 16;
    private const string Password = "correct horse battery staple";

    public static Comparison Instance { get; } = new(
        "tokens", "access tokens issued and validated with HS256, RS256 and ES256, beside the bare JsonWebTokenHandler; bcrypt of cost 10 and 12, beside crypt(3)", RunAsync);

    private static Task<bool> RunAsync(CompareOptions options, Report report)
    {
        foreach (var algorithm in new[] { TokenAlgorithms.HS256, TokenAlgorithms.RS256, TokenAlgorithms.ES256 })
            Compare(options, report, algorithm);
        foreach (var cost in new[] { 10, 12 })
            CompareBcrypt(options, report, cost);
        report.Note($"A validation must have a ratio of {LeastRatio} or more.");
        return Task.FromResult(report.Ratios("validate ").All(ratio => ratio >= LeastRatio));
    }

    private static void Compare(CompareOptions options, Report report, string algorithm)
    {
        var (ours, raw) = Create(algorithm);
        var token = ours.Issue();
        Check(ours.Validate(token) && raw.Validate(token) && ours.Validate(raw.Issue()) && raw.Validate(raw.Issue()), $"a token of {algorithm} is accepted by both");
        Check(!ours.Validate(token[..^8] + (token[^8] == 'A' ? "B" : "A") + token[^7..]), $"a changed token of {algorithm} is refused");
        WarmUp(options, () => Check(ours.Validate(token) && raw.Validate(token) && ours.Issue().Length > 0 && raw.Issue().Length > 0, "every call does its work"));
        Stopwatches.InTurns(options, report, $"validate {algorithm}", CallsInBatch, () => Repeat(() => ours.Validate(token)), () => Repeat(() => raw.Validate(token)), Machine.JsonWebTokenHandlerName);
        Stopwatches.InTurns(options, report, $"issue {algorithm}", CallsInBatch, () => Repeat(() => ours.Issue().Length > 0), () => Repeat(() => raw.Issue().Length > 0), Machine.JsonWebTokenHandlerName);
    }

    // Calls this short are measured before the runtime has compiled them for good, unless there is time for that before.
    private static void WarmUp(CompareOptions options, Action calls)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < 2 * options.WarmUp)
            calls();
    }

    // The same key for both, made in the library's way and read in ours.
    private static (OurTokens Ours, RawTokens Raw) Create(string algorithm)
    {
        if (algorithm == TokenAlgorithms.HS256)
        {
            var secret = RandomNumberGenerator.GetBytes(32);
            return (new(TokenKey.FromSecret(secret)), new(new SymmetricSecurityKey(secret), algorithm));
        }

        if (algorithm == TokenAlgorithms.RS256)
        {
            var rsa = RSA.Create(2048);
            return (new(TokenKey.FromPem(rsa.ExportPkcs8PrivateKeyPem(), algorithm)), new(new RsaSecurityKey(rsa.ExportParameters(true)), algorithm));
        }

        var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (new(TokenKey.FromPem(ecdsa.ExportPkcs8PrivateKeyPem(), algorithm)), new(new ECDsaSecurityKey(ecdsa), algorithm));
    }

    private static void CompareBcrypt(CompareOptions options, Report report, int cost)
    {
        if (!LibraryCrypt.IsThere)
        {
            report.Note("There is no libcrypt on this machine, so that bcrypt has nothing to be compared with.");
            return;
        }

        var bcrypt = PasswordSchemes.Create(PasswordSchemes.Bcrypt, new PasswordHashOptions { Bcrypt = { Cost = cost } });
        var (password, bytes) = (LibraryCrypt.Text(Password), System.Text.Encoding.ASCII.GetBytes(Password));
        var hash = bcrypt.Hash(bytes);
        var setting = LibraryCrypt.Text(hash);
        Check(LibraryCrypt.Hash(password, setting) == hash, "crypt(3) makes the same hash");
        Stopwatches.InTurns(options, report, $"bcrypt {cost}", 1, () => Check(bcrypt.Verify(bytes, hash), "it verifies"), () => Check(LibraryCrypt.Hash(password, setting) is not null, "it hashes"), "libxcrypt");
    }

    private static void Repeat(Func<bool> call)
    {
        for (var i = 0; i < CallsInBatch; i++)
            Check(call(), "every call does its work");
    }

    // What does less than it should is fast.
    private static void Check(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException($"It does not hold that {what}: nothing that is measured would mean anything.");
    }
}
