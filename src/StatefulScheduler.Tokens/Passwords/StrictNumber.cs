using System.Globalization;

namespace StatefulScheduler.Tokens;

// Decimal numbers as hashes write them: digits alone, no zero in front.
internal static class StrictNumber
{
    public static bool TryParse(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        return text is not (['0', _, ..]) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
