using System.Runtime.CompilerServices;

namespace StatefulScheduler.Tokens;

// The parts of `$2b$12$` + 22 characters of salt + 31 of digest, 60 in all. Made only of a text that is exactly that.
internal readonly ref struct BcryptHash
{
    public const int Length = 60;
    public const int MinCost = 4;
    public const int MaxCost = 31;
    public const int SaltLength = 22;
    public const int DigestLength = 31;

    private const int SaltAt = 7;

    private BcryptHash(int cost, ReadOnlySpan<char> salt, ReadOnlySpan<char> digest)
    {
        Cost = cost;
        Salt = salt;
        Digest = digest;
    }

    public int Cost { get; }

    public ReadOnlySpan<char> Salt { get; }

    public ReadOnlySpan<char> Digest { get; }

    // $2x$ is the bug of crypt_blowfish before 1.1, $2$ the one before 1997: neither is bcrypt as it is known.
    public static bool HasPrefix(ReadOnlySpan<char> text) => text is ['$', '2', 'a' or 'b' or 'y', '$', ..];

    public static bool TryParse(ReadOnlySpan<char> text, out BcryptHash hash)
    {
        hash = default;
        if (text.Length != Length || !HasPrefix(text) || text[6] != '$' || !TryCost(text[4], text[5], out var cost))
            return false;
        hash = new(cost, text.Slice(SaltAt, SaltLength), text[(SaltAt + SaltLength)..]);
        return true;
    }

    [SkipLocalsInit]
    public static string Write(int cost, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> digest)
    {
        Span<char> text = stackalloc char[Length];
        "$2b$".CopyTo(text);
        text[4] = (char)('0' + (cost / 10));
        text[5] = (char)('0' + (cost % 10));
        text[6] = '$';
        BcryptAlphabet.Encode(salt, text.Slice(SaltAt, SaltLength));
        BcryptAlphabet.Encode(digest, text[(SaltAt + SaltLength)..]);
        return new(text);
    }

    private static bool TryCost(char tens, char ones, out int cost)
    {
        cost = ((tens - '0') * 10) + (ones - '0');
        return char.IsAsciiDigit(tens) && char.IsAsciiDigit(ones) && cost is >= MinCost and <= MaxCost;
    }
}
