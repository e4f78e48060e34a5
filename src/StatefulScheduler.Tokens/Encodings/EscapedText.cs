using System.Buffers.Text;

namespace StatefulScheduler.Tokens;

// The inside of a JSON string, as it is written.
internal static class EscapedText
{
    // \uD83D\uDD11 is a key; \uD83D alone is no character, and makes the framework throw when somebody reads it.
    public static bool HasWholeSurrogates(ReadOnlySpan<byte> text)
    {
        while (text.IndexOf((byte)'\\') is var at && at >= 0)
        {
            text = text[at..];
            var unit = UnitAt(text);
            if (unit is >= 0xDC00 and <= 0xDFFF)
                return false;
            if (unit is >= 0xD800 and <= 0xDBFF)
            {
                if (UnitAt(text[6..]) is not (>= 0xDC00 and <= 0xDFFF))
                    return false;
                text = text[12..];
            }
            else
            {
                text = text[2..]; // \\ and \" too: what follows is no escape of theirs.
            }
        }

        return true;
    }

    private static int UnitAt(ReadOnlySpan<byte> text) =>
        text is [(byte)'\\', (byte)'u', _, _, _, _, ..] && Utf8Parser.TryParse(text.Slice(2, 4), out int unit, out var read, 'x') && read == 4 ? unit & 0xFFFF : -1;
}
