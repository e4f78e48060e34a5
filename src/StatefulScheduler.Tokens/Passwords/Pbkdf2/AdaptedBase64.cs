using System.Buffers.Text;

namespace StatefulScheduler.Tokens;

// passlib's base64 for hashes: `.` for `+`, no padding, and the bits beyond the last byte must be zero.
internal static class AdaptedBase64
{
    public const int MaxBytes = 1024;

    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int written)
    {
        written = 0;
        if (text.Length > Base64.GetMaxEncodedToUtf8Length(Math.Min(bytes.Length, MaxBytes)) || text.IndexOfAny('-', '_') >= 0)
            return false;

        // The one difference to base64url that is left once - and _ are out: the names of the last two values.
        Span<char> url = stackalloc char[text.Length];
        text.CopyTo(url);
        url.Replace('.', '-');
        url.Replace('/', '_');
        return StrictBase64Url.TryDecode(url, bytes, out written);
    }

    public static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '.');
}
