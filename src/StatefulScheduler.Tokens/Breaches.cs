namespace StatefulScheduler.Tokens;

// Options that break their rules, told all at once.
internal static class Breaches
{
    public static void Check(string what, IEnumerable<(string Option, string Problem)> breaches, string parameter)
    {
        var problems = breaches.Select(breach => $"{breach.Option} {breach.Problem}").ToList();
        if (problems.Count > 0)
            throw new ArgumentException($"The {what} options cannot be used. {string.Join(' ', problems)}", parameter);
    }
}
