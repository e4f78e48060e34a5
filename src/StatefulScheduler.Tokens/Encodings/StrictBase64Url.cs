using System.Buffers;
using System.Buffers.Text;

namespace StatefulScheduler.Tokens;

// Base64url as RFC 7515 has it, in the one spelling that each sequence of bytes has: no padding, no white space, no bits beyond the last byte.
// The framework's decoder passes over white space and padding, so the alphabet is looked at first.
internal static class StrictBase64Url
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static bool IsWritten(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Alphabet);

    public static int MaxSizeOf(ReadOnlySpan<char> text) => Base64Url.GetMaxDecodedLength(text.Length);

    // The bytes must have room for MaxSizeOf the text, or for what it holds.
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int written)
    {
        written = 0;
        return IsWritten(text) && Base64Url.DecodeFromChars(text, bytes, out var read, out written) == OperationStatus.Done && read == text.Length;
    }

    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = new byte[MaxSizeOf(text)];
        if (!TryDecode(text, bytes, out var written))
            return false;
        if (written < bytes.Length)
            Array.Resize(ref bytes, written);
        return true;
    }

    // Whether a text, whatever its length, is one that TryDecode takes.
    public static bool IsCanonical(ReadOnlySpan<char> text) => IsWritten(text) && text.Length % 4 != 1 && UnusedBitsAreZero(text);

    private static bool UnusedBitsAreZero(ReadOnlySpan<char> text)
    {
        var unused = (text.Length % 4) switch { 2 => 0b1111, 3 => 0b11, _ => 0 };
        return unused == 0 || (ValueOf(text[^1]) & unused) == 0;
    }

    private static int ValueOf(char character) => character switch
    {
        >= 'A' and <= 'Z' => character - 'A',
        >= 'a' and <= 'z' => character - 'a' + 26,
        >= '0' and <= '9' => character - '0' + 52,
        '-' => 62,
        _ => 63,
    };
}
