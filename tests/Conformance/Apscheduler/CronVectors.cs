namespace StatefulScheduler.Conformance.Apscheduler;

internal sealed class CronVectors(string name) : VectorFile(name)
{
    public override ValueTask<Verdict> JudgeAsync(Vector vector) => new(Verdict.Failed("a judge of these triggers", "not built"));
}
