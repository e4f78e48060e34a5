namespace StatefulScheduler.Conformance;

// What came of all vectors. Its last line is the verdict: `suite: N passed, N failed, N skipped`.
internal sealed class Report(string suite)
{
    private readonly List<(Vector Vector, Verdict Verdict)> _verdicts = [];

    public int Passed => Count(Outcome.Passed);

    public int Failed => Count(Outcome.Failed);

    public int Skipped => Count(Outcome.Skipped);

    public bool IsGood => Failed == 0 && Passed > 0;

    public void Add(Vector vector, Verdict verdict) => _verdicts.Add((vector, verdict));

    public void Write(TextWriter output, int mostFailures = int.MaxValue)
    {
        foreach (var (vector, verdict) in Of(Outcome.Failed).Take(mostFailures))
            output.WriteLine($"{vector.Id}{RulesOf(verdict)}\n  case     {vector.Summary}\n  expected {verdict.Expected}\n  found    {verdict.Found}");

        if (Failed > mostFailures)
            output.WriteLine($"… and {Failed - mostFailures} more.");

        WriteRules(output, "Skipped, because", Of(Outcome.Skipped));
        WriteRules(output, "Compared by another rule, because", Of(Outcome.Passed).Concat(Of(Outcome.Failed)));
        if (_verdicts.Count == 0)
            output.WriteLine("No vector was found.");
        output.WriteLine($"{suite}: {Passed} passed, {Failed} failed, {Skipped} skipped");
    }

    private static void WriteRules(TextWriter output, string heading, IEnumerable<(Vector Vector, Verdict Verdict)> verdicts)
    {
        var counts = verdicts.SelectMany(row => row.Verdict.Rules.Distinct()).CountBy(rule => rule).OrderByDescending(pair => pair.Value).ToList();
        if (counts.Count == 0)
            return;
        output.WriteLine($"{heading}:");
        foreach (var (rule, count) in counts)
            output.WriteLine($"  {count,5}  {rule.Name}: {rule.Why}");
    }

    private static string RulesOf(Verdict verdict) =>
        verdict.Rules.Count == 0 ? "" : $" ({string.Join(", ", verdict.Rules.Select(rule => rule.Name))})";

    private int Count(Outcome outcome) => Of(outcome).Count();

    private IEnumerable<(Vector Vector, Verdict Verdict)> Of(Outcome outcome) => _verdicts.Where(row => row.Verdict.Outcome == outcome);
}
