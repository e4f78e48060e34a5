using StatefulScheduler.Conformance.Apscheduler.Specs;

namespace StatefulScheduler.Conformance.Apscheduler;

// A grid of elapsed time, of version 3: asked before the first fire or after some previous one.
internal sealed class IntervalVectors(string name) : VectorFile(name)
{
    public override ValueTask<Verdict> JudgeAsync(Vector vector)
    {
        var (spec, expected) = (Spec.Of(vector), FireList.Of(vector, "expected"));
        var now = Instants.Parse(vector.Text("now"));
        if (spec.EndsBeforeItStarts)
            return new(EndBeforeStart.Judge(spec));
        if (ShortInterval.IsIn(spec))
            return new(ShortInterval.Judge(spec));

        var trigger = TriggerSpec.Create(spec);
        return new(
            vector.TextOrNull("created_at") is { } created ? expected.Compare(Walk.Of(trigger, Instants.Parse(created), now.AddTicks(-1)))
            : vector.TextOrNull("prev") is { } previous ? JudgeAfter(spec, trigger, Instants.Parse(previous), expected)
            : spec.StartsAt < now ? JudgePassedStart(spec, trigger, now, expected)
            : expected.Compare(Walk.Of(trigger, now)));
    }

    private static Verdict JudgePassedStart(Spec spec, Trigger trigger, DateTimeOffset now, FireList expected)
    {
        var first = trigger.Next(new TriggerContext(now, now));
        return Verdict.Compare(Instants.Write(spec.StartsAt), Instants.Write(first))
            .And(() => expected.Compare(Walk.Of(trigger, now, now.AddTicks(-1))))
            .Mapped(ApschedulerRules.PassedStartIsDue);
    }

    private static Verdict JudgeAfter(Spec spec, Trigger trigger, DateTimeOffset previous, FireList expected)
    {
        var found = Walk.Of(trigger, previous, previous);
        return IsOnGrid(spec, previous)
            ? expected.Compare(found)
            : GridAfter(spec, previous, expected.Times.Count).Compare(found).Mapped(ApschedulerRules.GridIsFixed);
    }

    private static bool IsOnGrid(Spec spec, DateTimeOffset at) =>
        at >= spec.StartsAt && (at - spec.StartsAt.Value).Ticks % TriggerSpec.Interval(spec).Ticks == 0;

    private static FireList GridAfter(Spec spec, DateTimeOffset previous, int count)
    {
        var (start, interval, end) = (spec.StartsAt!.Value, TriggerSpec.Interval(spec), spec.EndsAt ?? DateTimeOffset.MaxValue);
        var steps = previous < start ? 0 : ((previous - start).Ticks / interval.Ticks) + 1;
        var times = Enumerable.Range(0, count + 1).Select(step => start + ((steps + step) * interval)).TakeWhile(at => at <= end).ToList();
        return new FireList(times, times.Count <= count);
    }
}
