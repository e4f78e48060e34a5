using StatefulScheduler.Conformance.Apscheduler.Specs;

namespace StatefulScheduler.Conformance.Apscheduler;

// Calendar dates at a wall time, of version 3. Its first fire is the start, even one that has passed: as in the library.
internal sealed class CalendarVectors(string name) : VectorFile(name)
{
    public override ValueTask<Verdict> JudgeAsync(Vector vector)
    {
        var trigger = TriggerSpec.Create(Spec.Of(vector));
        DateTimeOffset? previous = vector.TextOrNull("prev") is { } text ? Instants.Parse(text) : null;
        return new(FireList.Of(vector, "expected").Compare(Walk.Of(trigger, Instants.Parse(vector.Text("now")), previous)));
    }
}
