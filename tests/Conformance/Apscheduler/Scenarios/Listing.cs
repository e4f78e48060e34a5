using StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios;

// The jobs after a step, one line of text each, in order: those that are due by their next fire, then the paused ones, then those that have finished.
internal static class Listing
{
    public const string Paused = "paused";
    public const string There = "there";
    private const string Pending = "pending";
    private const string Finished = "finished";
    private const string Endless = "nothing ahead";

    public static List<string> Expected(Turn turn)
    {
        var lines = new List<(string Store, string How, string Id)>();
        var moved = false;
        foreach (var (job, entry) in Match(turn).ToList())
        {
            var how = turn.ListedAs.TryGetValue(job.Id, out var other) ? other : Describe(turn, job, entry);
            moved |= how != There && entry.Next is { } next && how != Happening.Clock(next);
            if (how is not null)
                lines.Add((Scenario.StoreOf(job.Id), how, Scenario.PlainId(job.Id)));
        }

        foreach (var job in turn.Book.All.Where(job => job.IsRemoved && (job.EndsWithItsRun || turn.ListedAs.ContainsKey(job.Id))))
        {
            moved = true;
            if ((turn.ListedAs.TryGetValue(job.Id, out var other) ? other : Running(turn, job)) is { } how)
                lines.Add((Scenario.StoreOf(job.Id), how, Scenario.PlainId(job.Id)));
        }

        var listed = lines.Select(line => line.Id).ToHashSet();
        foreach (var job in turn.Book.All.Where(job => job is { IsRemoved: false, IsAbsent: false } && !listed.Contains(Scenario.PlainId(job.Id))))
            lines.Add((Scenario.StoreOf(job.Id), "not listed by the trace", Scenario.PlainId(job.Id)));

        // Where ours lists another instant, its order follows from that; a finished job comes last.
        var sorted = moved ? lines.OrderBy(line => turn.Book.Stores.IndexOf(line.Store)).ThenBy(line => line.How is Paused).ThenBy(line => line.How, StringComparer.Ordinal).ThenBy(line => line.Id, StringComparer.Ordinal) : lines.OrderBy(_ => 0);
        return [.. sorted.OrderBy(line => line.How == Finished).Select(line => $"{line.Id} {line.How}")];
    }

    public static async Task<List<string>> FoundAsync(Turn turn, IReadOnlyList<string> expected)
    {
        var jobs = await turn.Stage.ListAsync();
        var lines = jobs.OrderBy(job => turn.Book.Stores.IndexOf(Scenario.StoreOf(job.Id))).Select(job => Describe(job, expected)).ToList();
        foreach (var line in expected.Except(lines).Where(line => line.EndsWith(Finished, StringComparison.Ordinal) || line.EndsWith(Pending, StringComparison.Ordinal)))
        {
            var ids = turn.Book.All.Select(job => job.Id).Where(id => Scenario.PlainId(id) == line.Split(' ')[0]);
            if (!await ids.ToAsyncEnumerable().AnyAsync(async (id, _) => await turn.Stage.HasFinishedAsync(id)))
                continue;
            turn.Use(ScenarioRules.ExhaustedIsCompleted);
            lines.Add(line);
        }

        return lines;
    }

    private static string Describe(ScheduledJob job, IReadOnlyList<string> expected)
    {
        var id = Scenario.PlainId(job.Id);
        if (expected.Contains($"{id} {There}"))
            return $"{id} {There}";
        if (job.Status == JobStatus.Paused)
            return $"{id} {Paused}";
        if (expected.Contains($"{id} {Pending}"))
            return $"{id} {Pending}";
        return $"{id} {(job.NextFireAt is { } next ? Happening.Clock(next) : Endless)}";
    }

    private static string? Describe(Turn turn, TraceJob job, TraceEntry entry)
    {
        if (entry.IsPending)
        {
            turn.Use(ScenarioRules.LiveAtOnce);
            return Pending;
        }

        if (entry.Next is { } next)
            return job.Holder is not null ? Running(turn, job) : Waiting(turn, job) ?? Happening.Clock(next);

        turn.Use(job.IsPaused ? ScenarioRules.PausedIsAStatus : ScenarioRules.ExhaustedIsCompleted);
        return job.IsPaused ? Paused : Finished;
    }

    private static string? Waiting(Turn turn, TraceJob job)
    {
        if (job.Held.FirstOrDefault(submission => !submission.IsOrphan && submission.Begun < submission.Times.Count) is { } several)
        {
            turn.Use(ScenarioRules.OneRunEach);
            return Happening.Clock(several.Times[several.Begun]);
        }

        return job.Refused.Count == 0 ? null : Happening.Clock(job.Refused[0]);
    }

    private static string Running(Turn turn, TraceJob job)
    {
        turn.Use(ScenarioRules.AdvancedByTheRun);
        return job.Holder is { } submission ? Happening.Clock(submission.ListedAt!.Value) : Waiting(turn, job) ?? Endless;
    }

    // A line of the trace has the bare id: stores come in their order, and so do jobs of the same id.
    private static IEnumerable<(TraceJob Job, TraceEntry Entry)> Match(Turn turn)
    {
        var seen = new HashSet<string>();
        var stores = turn.Book.Stores.Append(Scenario.DefaultAlias).Concat(turn.Book.All.Select(job => Scenario.StoreOf(job.Id))).Distinct().ToList();
        foreach (var entry in turn.Step.Jobs)
        {
            var ids = stores.Select(store => Scenario.IdOf(entry.Id, store)).ToList();
            var id = ids.Find(id => turn.Book.Find(id) is { IsRemoved: false } && !seen.Contains(id));
            if (id is null && turn.Step.State == "stopped" && seen.Contains(Scenario.IdOf(entry.Id, null)))
            {
                turn.Use(ScenarioRules.ConflictAtTheAdd); // Twice in the list of those that wait: ours has one of the two.
                turn.ListedAs[Scenario.IdOf(entry.Id, null)] = There;
                continue;
            }

            id ??= ids[^1];
            seen.Add(id);
            yield return (turn.Book.Of(id), entry);
        }
    }
}
