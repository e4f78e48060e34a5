using StatefulScheduler.Conformance.Apscheduler.Scenarios;
using StatefulScheduler.Conformance.Apscheduler.Specs;

namespace StatefulScheduler.Conformance.Apscheduler;

// A case of run_times.json in our words. Theirs looks for what is due at one instant and judges how late it is when an executor begins it, later;
// ours does both when the run begins. Where that makes a difference, ours is woken at the first instant, and lateness is counted there.
internal sealed record DueJob(Trigger Trigger, JobOptions Options, DateTimeOffset FirstDue, DateTimeOffset WokenAt, IReadOnlyList<string> Runs, DateTimeOffset? NextAfter, IReadOnlyList<Rule> Rules)
{
    // Before anything is due.
    public DateTimeOffset LooksFrom => (FirstDue < WokenAt ? FirstDue : WokenAt).AddTicks(-1);

    public string Status => (NextAfter is null ? JobStatus.Completed : JobStatus.Active).ToString();

    public static DueJob Of(Vector vector)
    {
        var (firstDue, now, startedAt) = (At(vector, "next_run_time"), At(vector, "now"), At(vector, "started_at"));
        var submitted = TimesOf(vector, "submitted");
        var removed = vector.Flag("removed");
        DateTimeOffset? next = removed ? null : vector.Has("next_after") ? At(vector, "next_after") : firstDue;
        var more = next <= startedAt;
        var rules = new List<Rule>();
        if (removed)
            rules.Add(ScenarioRules.FinishedStay);
        if (more)
            rules.Add(ScenarioRules.DueWhenItBegins);

        var grace = Grace(vector);
        var outcomes = more ? submitted.Select(at => now - at > grace) : vector.Json.GetProperty("outcome").EnumerateArray().Select(outcome => outcome.ValueEquals("missed"));
        return new(
            TriggerSpec.Create(Spec.Of(vector)),
            new() { MisfireGrace = grace, Coalesce = vector.Flag("coalesce") ? CoalesceMode.Latest : CoalesceMode.All },
            firstDue,
            more ? now : startedAt,
            [.. submitted.Zip(outcomes, (at, isMissed) => $"{Instants.Write(at)} {(isMissed ? RunOutcome.Missed : RunOutcome.Succeeded)}")],
            next,
            rules);
    }

    private static TimeSpan? Grace(Vector vector) =>
        vector.Flag("grace_none") ? null : TimeSpan.FromSeconds(vector.Json.GetProperty("misfire_grace_time").GetDouble());

    private static DateTimeOffset At(Vector vector, string property) => Instants.Parse(vector.Text(property));

    private static IReadOnlyList<DateTimeOffset> TimesOf(Vector vector, string property) =>
        [.. vector.Json.GetProperty(property).EnumerateArray().Select(text => Instants.Parse(text.GetString()!))];
}
