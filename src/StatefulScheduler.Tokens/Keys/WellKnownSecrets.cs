using System.Text;

namespace StatefulScheduler.Tokens;

// Secrets that stand in tutorials and on the pages of tools, and texts that are put where a secret belongs. Who signs with one of these lets everybody sign.
internal static class WellKnownSecrets
{
    private const string Article = "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7"; // FastAPI's tutorial, and what was copied from it.

    private static readonly HashSet<string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        Article,
        "secret", "secretkey", "secret-key", "secret_key", "mysecret", "mysecretkey", "my-secret-key", "my_secret_key", "supersecret", "super-secret", "super_secret_key", "supersecretkey",
        "password", "changeme", "change-me", "changethis", "change_me", "topsecret", "yoursecretkey", "your-secret-key", "your_secret_key", "your-secret", "jwtsecret", "jwt_secret", "jwt-secret-key",
        "your-256-bit-secret", "your-384-bit-secret", "your-512-bit-secret", "a-string-secret-at-least-256-bits-long",
        "a-valid-string-secret-that-is-at-least-384-bits-long", "a-valid-string-secret-that-is-at-least-512-bits-long-which-is-very-long",
        "mysecretkey1234567890123456789ab", "mysupersecret_secretkey!123", "this is my custom secret key for authentication", "this is my custom secret key for authnetication",
        "thisisasecretkeyforjwttokengeneration", "thisismysecretkeyforjwt", "veryverysecretkey", "veryverysecret.....", "gqdstcksx0nhjpouxoyg5mbej1xt0ufiwdvvvbrk", "401b09eab3c013d4ca54922bb802bec8fd5318192b0a75f201d8b3727429090fb337591abd3e44453b954555b7a0812e1081c39b740293f765eae731f5a65ed1",
        "insecure", "test", "example", "development", "dummysecret", "string", "key", "private", "s3cr3t", "0123456789abcdef0123456789abcdef", "abcdefghijklmnopqrstuvwxyz123456", "abcdefghijklmnopqrstuvwxyz012345", "12345678901234567890123456789012",
    };

    // Fewer different bytes than this are no secret of 32 bytes: a random one has fewer with a chance of less than 10^-24.
    private const int FewestDifferentBytes = 10;

    public static string? Objection(ReadOnlySpan<byte> secret) =>
        IsKnown(secret) ? "it is published in a tutorial or tool, so that everybody can sign with it"
        : DifferentBytes(secret) < FewestDifferentBytes || HasPeriod(secret) ? "it repeats itself, so that it can be guessed"
        : null;

    private static bool IsKnown(ReadOnlySpan<byte> secret)
    {
        // The bytes that the printed digits mean are as known as the digits.
        if (Convert.ToHexString(secret).Equals(Article, StringComparison.OrdinalIgnoreCase))
            return true;
        if (!Ascii.IsValid(secret))
            return false;
        var text = Encoding.ASCII.GetString(secret).Trim();
        return Texts.Contains(text) || Texts.Contains(WithoutFilling(text));
    }

    // "secret0000000000…" is "secret" made long enough.
    private static string WithoutFilling(string text) => text.Length == 0 ? text : text.TrimEnd(text[^1]);

    private static int DifferentBytes(ReadOnlySpan<byte> secret)
    {
        Span<bool> seen = stackalloc bool[256];
        var count = 0;
        foreach (var value in secret)
        {
            count += seen[value] ? 0 : 1;
            seen[value] = true;
        }

        return count;
    }

    private static bool HasPeriod(ReadOnlySpan<byte> secret)
    {
        for (var period = 1; period <= secret.Length / 2; period++)
        {
            if (secret[period..].SequenceEqual(secret[..^period]))
                return true;
        }

        return false;
    }
}
