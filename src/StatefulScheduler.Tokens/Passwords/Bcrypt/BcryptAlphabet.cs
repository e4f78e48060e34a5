namespace StatefulScheduler.Tokens;

// bcrypt's own base64: another order of the 64 characters than everybody else's, and no padding.
internal static class BcryptAlphabet
{
    private const string Characters = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static ReadOnlySpan<sbyte> Values => ValueOfCharacter;

    private static readonly sbyte[] ValueOfCharacter = [.. Enumerable.Range(0, 128).Select(code => (sbyte)Characters.IndexOf((char)code))];

    public static int LengthOf(int bytes) => ((bytes * 8) + 5) / 6;

    // Bits beyond the last byte are dropped, set or not: OpenBSD does so, and hashes with such bits are about.
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (text.Length != LengthOf(bytes.Length))
            return false;

        var (bits, count, at) = (0, 0, 0);
        foreach (var character in text)
        {
            var value = character < 128 ? Values[character] : -1;
            if (value < 0)
                return false;
            (bits, count) = ((bits << 6) | value, count + 6);
            if (count >= 8 && at < bytes.Length)
            {
                count -= 8;
                bytes[at++] = (byte)(bits >> count);
            }
        }

        return true;
    }

    public static void Encode(ReadOnlySpan<byte> bytes, Span<char> text)
    {
        var (bits, count, at) = (0, 0, 0);
        foreach (var value in bytes)
        {
            (bits, count) = ((bits << 8) | value, count + 8);
            while (count >= 6)
            {
                count -= 6;
                text[at++] = Characters[(bits >> count) & 63];
            }
        }

        if (count > 0)
            text[at] = Characters[(bits << (6 - count)) & 63];
    }
}
