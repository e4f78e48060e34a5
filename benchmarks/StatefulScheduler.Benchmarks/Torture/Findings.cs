namespace StatefulScheduler.Benchmarks.Torture;

// What was looked for and not found.
internal sealed class Findings
{
    private readonly List<string> all = [];

    public bool None => all.Count == 0;

    public void Expect<T>(string what, T wanted, T found)
    {
        if (!EqualityComparer<T>.Default.Equals(wanted, found))
            all.Add($"{what} is {found?.ToString() ?? "missing"}, not {wanted}");
    }

    public void Expect(bool holds, string broken)
    {
        if (!holds)
            all.Add(broken);
    }

    public override string ToString() => string.Join("; ", all);
}
