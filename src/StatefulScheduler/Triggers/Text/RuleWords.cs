namespace StatefulScheduler;

// The rules that triggers name by a word, in text and in JSON. The words are for good: data in stores carries them.
internal static class RuleWords
{
    public static readonly RuleWords<GapRule> Gap = new(
        "a gap", ("fire-after", GapRule.FireAfter), ("skip", GapRule.Skip), ("shift", GapRule.Shift));

    public static readonly RuleWords<OverlapRule> Overlap = new(
        "an overlap", ("intervals", OverlapRule.Intervals), ("first", OverlapRule.First), ("last", OverlapRule.Last), ("both", OverlapRule.Both));

    public static readonly RuleWords<MissingDay> MissingDay = new(
        "a missing day", ("skip", StatefulScheduler.MissingDay.Skip), ("last-day", StatefulScheduler.MissingDay.LastDay));
}

// The words of one rule.
internal sealed class RuleWords<TRule>(string what, params (string Word, TRule Rule)[] words)
    where TRule : struct, Enum
{
    public string Of(TRule rule) => words.First(pair => EqualityComparer<TRule>.Default.Equals(pair.Rule, rule)).Word;

    // The word of a rule that is not the usual one; that one goes without saying.
    public string? Unless(TRule rule, TRule usual) => EqualityComparer<TRule>.Default.Equals(rule, usual) ? null : Of(rule);

    public TRule Parse(string? word, TRule usual)
    {
        if (word is null)
            return usual;
        foreach (var (known, rule) in words)
        {
            if (known.Equals(word, StringComparison.OrdinalIgnoreCase))
                return rule;
        }
        throw new FormatException($"'{word}' is no rule for {what}; write one of {string.Join(", ", words.Select(pair => pair.Word))}.");
    }

    public void Check(TRule rule, string parameter)
    {
        if (!Enum.IsDefined(rule))
            throw new ArgumentOutOfRangeException(
                parameter, rule, $"There is no such rule for {what}; it is one of {string.Join(", ", Enum.GetNames<TRule>())}.");
    }
}
