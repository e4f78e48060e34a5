namespace StatefulScheduler;

// Cuts the text of a trigger into words and signs. A word ends at a blank or a sign; what stands between double quotes, and
// the range in brackets that follows the H of cron, is part of it.
internal static class TriggerTokenizer
{
    public static List<TriggerToken> Tokenize(string text)
    {
        var tokens = new List<TriggerToken>();
        for (var position = 0; position < text.Length;)
        {
            if (IsBlank(text[position]))
            {
                position++;
                continue;
            }
            var kind = KindOf(text[position]);
            var end = kind == TriggerTokenKind.Word ? EndOfWord(text, position) : position + 1;
            tokens.Add(new TriggerToken(kind, text[position..end], position));
            position = end;
        }
        tokens.Add(new TriggerToken(TriggerTokenKind.End, "", text.Length));
        return tokens;
    }

    private static int EndOfWord(string text, int start)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '"')
                i = Closing('"', text, i);
            else if (text[i] == '(' && FollowsH(text, start, i))
                i = Closing(')', text, i);
            else if (IsBlank(text[i]) || KindOf(text[i]) != TriggerTokenKind.Word)
                return i;
        }
        return text.Length;
    }

    private static int Closing(char sign, string text, int opening)
    {
        var closing = text.IndexOf(sign, opening + 1);
        return closing > 0 ? closing : throw TriggerText.Refuse(text, opening, $"{text[opening]} is not closed by {sign}");
    }

    // An H of its own: the last letter of Riyadh is none.
    private static bool FollowsH(string text, int start, int bracket) =>
        bracket > start && text[bracket - 1] is 'H' or 'h' && (bracket - 1 == start || !char.IsAsciiLetter(text[bracket - 2]));

    private static TriggerTokenKind KindOf(char sign) => sign switch
    {
        '|' => TriggerTokenKind.Or,
        '&' => TriggerTokenKind.And,
        '(' => TriggerTokenKind.Open,
        ')' => TriggerTokenKind.Close,
        _ => TriggerTokenKind.Word,
    };

    private static bool IsBlank(char sign) => sign is ' ' or '\t';
}
