using StatefulScheduler.Conformance.Apscheduler.Specs;

namespace StatefulScheduler.Conformance.Apscheduler;

// OR and AND of cron triggers, of version 3; of AND only the first fire is known.
internal sealed class CombiningVectors(string name) : VectorFile(name)
{
    public override ValueTask<Verdict> JudgeAsync(Vector vector)
    {
        var trigger = TriggerSpec.Create(Spec.Of(vector));
        return new(FireList.OfCron(vector).Compare(Walk.Of(trigger, Instants.Parse(vector.Text("now")))));
    }
}
