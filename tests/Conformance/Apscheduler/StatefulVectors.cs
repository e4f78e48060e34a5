using StatefulScheduler.Conformance.Apscheduler.References;
using StatefulScheduler.Conformance.Apscheduler.Specs;

namespace StatefulScheduler.Conformance.Apscheduler;

// Triggers of version 4, which keep their own place: a list of fires from the start on, and how it ends.
internal sealed class StatefulVectors(string name) : VectorFile(name)
{
    // Before every start: each member begins by its own.
    private static readonly DateTimeOffset s_added = DateTimeOffset.UnixEpoch;

    // Long enough for a member that comes once a month to meet another.
    private static readonly TimeSpan s_lookout = TimeSpan.FromDays(100);

    public override ValueTask<Verdict> JudgeAsync(Vector vector)
    {
        var (spec, expected) = (Spec.Of(vector), FireList.Of(vector, "expected"));
        if (ShortInterval.IsIn(spec))
            return new(ShortInterval.Judge(spec));

        var trigger = TriggerSpec.Create(spec);
        var rules = Threshold.MayMatterIn(spec) ? new[] { ApschedulerRules.ToTheTick } : [];
        if (rules.Length > 0)
            expected = Exact(spec, expected);
        return new((vector.Has("error") ? JudgeSearch(spec, trigger, expected) : expected.Compare(Walk.Of(trigger, s_added))).Mapped(rules));
    }

    private static FireList Exact(Spec spec, FireList expected)
    {
        var until = expected.Times.Count > 0 ? expected.Times[^1] : s_added;
        return expected with { Times = [.. new MembersReference(spec, s_added, until).Instants()] };
    }

    private static Verdict JudgeSearch(Spec spec, Trigger trigger, FireList expected)
    {
        var listed = expected.Times.Count;
        return expected.Compare(Walk.Of(trigger, s_added).Take(listed))
            .And(() => JudgeEnd(spec, trigger, listed > 0 ? expected.Times[^1] : null))
            .Mapped(ApschedulerRules.BoundedSearch);
    }

    // After the last one listed: the search ends, or it finds what the members have in common.
    private static Verdict JudgeEnd(Spec spec, Trigger trigger, DateTimeOffset? last)
    {
        DateTimeOffset? found;
        try
        {
            found = trigger.Next(new TriggerContext(s_added, s_added, last));
        }
        catch (InvalidOperationException)
        {
            found = null;
        }

        var from = last?.AddTicks(1) ?? s_added;
        var until = found ?? EarliestStart(spec, last) + s_lookout;
        var common = new MembersReference(spec, from, until).Instants();
        return Verdict.Compare(Instants.Write(common.Count > 0 ? common.Min : null), Instants.Write(found));
    }

    private static DateTimeOffset EarliestStart(Spec spec, DateTimeOffset? last) =>
        last ?? Threshold.LeavesOf(spec).Select(Threshold.StartOf).Min();
}
