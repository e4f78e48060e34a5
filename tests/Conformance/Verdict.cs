namespace StatefulScheduler.Conformance;

internal enum Outcome
{
    Passed,
    Failed,
    Skipped,
}

// What came of one vector, and under which rules.
internal sealed record Verdict(Outcome Outcome, string Expected, string Found, IReadOnlyList<Rule> Rules)
{
    public static Verdict Passed { get; } = new(Outcome.Passed, "", "", []);

    public static Verdict Failed(string expected, string found) => new(Outcome.Failed, expected, found, []);

    public static Verdict Skipped(Rule rule) => new(Outcome.Skipped, "", "", [rule]);

    public static Verdict Compare(string expected, string found) => expected == found ? Passed : Failed(expected, found);

    // The expectation was changed by these rules before it was compared.
    public Verdict Mapped(params IEnumerable<Rule> rules) => this with { Rules = [.. Rules, .. rules] };

    // The first of the two that does not pass; the rules of both.
    public Verdict And(Func<Verdict> other) => Outcome == Outcome.Passed ? other().Mapped(Rules) : this;
}
