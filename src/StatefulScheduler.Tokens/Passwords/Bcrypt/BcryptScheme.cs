using System.Security.Cryptography;

namespace StatefulScheduler.Tokens;

// `$2a$`, `$2b$` and `$2y$` are read and mean the same; `$2b$` is written.
internal sealed class BcryptScheme(BcryptOptions options) : IPasswordScheme, IDecoyScheme
{
    public string Name => PasswordSchemes.Bcrypt;

    public bool Identify(ReadOnlySpan<char> hash) => BcryptHash.HasPrefix(hash);

    // What crypt(3) would cut off, or would hash only up to, must not be accepted as a password in the first place.
    public PasswordRefusal Check(ReadOnlySpan<byte> password) =>
        password.Contains((byte)0) ? PasswordRefusal.ContainsNul
        : password.Length > Eksblowfish.MaxKeySize && options.LongPassword == LongPasswordRule.Reject ? PasswordRefusal.TooLong
        : PasswordRefusal.None;

    public string Hash(ReadOnlySpan<byte> password)
    {
        Span<byte> salt = stackalloc byte[Eksblowfish.SaltSize];
        Span<byte> digest = stackalloc byte[Eksblowfish.DigestSize];
        RandomNumberGenerator.Fill(salt);
        Eksblowfish.Digest(password, salt, options.Cost, digest);
        return BcryptHash.Write(options.Cost, salt, digest);
    }

    public bool Verify(ReadOnlySpan<byte> password, ReadOnlySpan<char> hash) =>
        BcryptHash.TryParse(hash, out var parts) && BcryptCheck.Matches(password, parts.Cost, parts.Salt, parts.Digest, options.MaxVerifyCost);

    public bool NeedsRehash(ReadOnlySpan<char> hash) => BcryptHash.TryParse(hash, out var parts) && options.IsOutOfBand(parts.Cost);

    public string Decoy()
    {
        Span<byte> nothing = stackalloc byte[Eksblowfish.DigestSize];
        nothing.Clear();
        return BcryptHash.Write(options.Cost, nothing[..Eksblowfish.SaltSize], nothing);
    }
}
