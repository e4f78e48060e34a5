namespace StatefulScheduler.Conformance.Tokens;

// What is expected of a token or key: one word, or where the standards allow two, the preferred one.
internal static class Expectation
{
    public static Verdict Compare(Vector vector, bool accepted, string accept, string refuse, string why = "")
    {
        var (found, expected) = (accepted ? accept : refuse, vector.Text("expect"));
        if (expected != "acceptable")
            return Verdict.Compare(expected, found) is { Outcome: Outcome.Failed } failed ? failed with { Found = $"{found} {why}" } : Verdict.Passed;
        return (vector.TextOrNull("preferred") is { } preferred ? Verdict.Compare(preferred, found) : Verdict.Passed).Mapped(TokensRules.Preferred);
    }
}
