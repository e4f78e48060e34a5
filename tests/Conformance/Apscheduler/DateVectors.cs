using StatefulScheduler.Conformance.Apscheduler.Specs;

namespace StatefulScheduler.Conformance.Apscheduler;

// One fire, of version 3, whenever it is asked for.
internal sealed class DateVectors(string name) : VectorFile(name)
{
    public override ValueTask<Verdict> JudgeAsync(Vector vector)
    {
        var spec = Spec.Of(vector);
        var (trigger, expected) = (TriggerSpec.Create(spec), FireList.Of(vector, "expected"));
        DateTimeOffset? previous = vector.TextOrNull("prev") is { } text ? Instants.Parse(text) : null;
        var found = Walk.Of(trigger, Instants.Parse(vector.Text("now")), previous);

        var date = DateText.Parse(spec.Text("run_date")!);
        return new(date.Offset is null && previous is null && WallTimes.Of(date.WallTime, spec.TimeZone!).GapEnd is { } gapEnd
            ? new FireList([gapEnd], true).Compare(found).Mapped(ApschedulerRules.GapEnd)
            : expected.Compare(found));
    }
}
