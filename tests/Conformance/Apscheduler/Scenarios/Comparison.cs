namespace StatefulScheduler.Conformance.Apscheduler.Scenarios;

// One step, both sides in the same words: what was refused, what was told of the scheduler, of jobs, of runs that began and of runs that ended, and how things stand.
internal static class Comparison
{
    public static async Task<Verdict> OfAsync(Turn turn)
    {
        var verdict = Verdict.Compare($"error: {turn.ExpectedError ?? "none"}", $"error: {turn.FoundError ?? "none"}")
            .And(() => turn.ExpectsJob == (turn.ReturnedJob ?? false) ? Verdict.Passed : Verdict.Failed(Returned(turn.ExpectsJob), Returned(turn.ReturnedJob ?? false)))
            .And(() => Lane(turn, told => told.IsOfScheduler))
            .And(() => Lane(turn, told => !told.IsOfScheduler && told.At is null))
            .And(() => Lane(turn, told => told.IsStart))
            .And(() => Lane(turn, told => told.IsEnd))
            .And(() => Verdict.Compare(Happening.Clock(turn.Step.Time), Happening.Clock(turn.Stage.Now)))
            .And(() => Verdict.Compare($"scheduler {State(turn)}", $"scheduler {turn.Stage.Status}"));
        return verdict.Outcome == Outcome.Passed ? await OfListsAsync(turn) : verdict;
    }

    public static async Task<Verdict> OfListsAsync(Turn turn)
    {
        var expected = Listing.Expected(turn);
        var found = await Listing.FoundAsync(turn, expected);
        if (turn.Step.State == "stopped")
        {
            expected.Sort(StringComparer.Ordinal); // Those that wait for the start are listed as they came.
            found.Sort(StringComparer.Ordinal);
        }

        return Verdict.Compare(Text(expected), Text(found));
    }

    // What follows from one thing is told in order; between different things no order is promised, and none is compared.
    private static Verdict Lane(Turn turn, Func<Happening, bool> belongs)
    {
        var (expected, found) = (turn.Expected.Where(belongs).ToList(), turn.Found.Where(belongs).ToList());
        if (!expected.SequenceEqual(found, Same) && Sorted(expected).SequenceEqual(Sorted(found), Same))
        {
            turn.Use(ScenarioRules.DueOrder);
            return Verdict.Passed;
        }

        return Verdict.Compare(Text(expected), Text(found));
    }

    private static IEqualityComparer<Happening> Same { get; } =
        EqualityComparer<Happening>.Create((left, right) => left?.ToString() == right?.ToString(), told => told.ToString().GetHashCode(StringComparison.Ordinal));

    private static IEnumerable<Happening> Sorted(IEnumerable<Happening> told) => told.OrderBy(one => one.At).ThenBy(one => one.Job, StringComparer.Ordinal);

    private static string State(Turn turn)
    {
        if (!turn.Book.HasStarted && turn.Stage.IsOpen && turn.Step.State == "stopped")
        {
            turn.Use(ScenarioRules.LiveAtOnce);
            return nameof(SchedulerStatus.Paused);
        }

        return turn.Step.State switch
        {
            "running" => nameof(SchedulerStatus.Running),
            "paused" => nameof(SchedulerStatus.Paused),
            _ => nameof(SchedulerStatus.Stopped),
        };
    }

    private static string Returned(bool job) => job ? "returned a job" : "returned no job";

    private static string Text<T>(IEnumerable<T> lines) => $"[{string.Join(", ", lines)}]";
}
