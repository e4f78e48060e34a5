namespace StatefulScheduler.Conformance.Apscheduler;

// The fires that a vector lists, and whether they are all there are.
internal sealed record FireList(IReadOnlyList<DateTimeOffset> Times, bool IsAll)
{
    public static FireList Of(Vector vector, string property) =>
        new([.. vector.Json.GetProperty(property).EnumerateArray().Select(item => Instants.Parse(item.GetString()!))], vector.Flag("exhausted"));

    // A skipped wall time is not fired, a repeated one twice: the policy that APScheduler documents, and the default of CronFields.
    public static FireList OfCron(Vector vector)
    {
        const string policy = "skip+both";
        var list = Of(vector, "expected");
        return vector.Json.TryGetProperty("alt", out var alternatives) && alternatives.TryGetProperty(policy, out _)
            ? list with { Times = Of(vector with { Json = alternatives }, policy).Times }
            : list;
    }

    public Verdict Compare(IEnumerable<DateTimeOffset> found)
    {
        var count = Times.Count + (IsAll ? 1 : 0);
        return Instants.Compare([.. Times.Select(at => (DateTimeOffset?)at)], [.. found.Take(count).Select(at => (DateTimeOffset?)at)]);
    }
}
