using System.Buffers;

namespace StatefulScheduler.Tokens;

// Base64 with its padding, and nothing that several texts could mean: no white space, no bits beyond the last byte.
internal static class StrictBase64
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int written)
    {
        written = 0;
        return text.Length > 0 && !text.ContainsAnyExcept(Alphabet) && Convert.TryFromBase64Chars(text, bytes, out written) && IsCanonical(text, bytes[..written]);
    }

    private static bool IsCanonical(ReadOnlySpan<char> text, ReadOnlySpan<byte> bytes)
    {
        Span<char> last = stackalloc char[4];
        return bytes.Length % 3 == 0
            || (Convert.TryToBase64Chars(bytes[^(bytes.Length % 3)..], last, out _) && text[^4..].SequenceEqual(last));
    }
}
