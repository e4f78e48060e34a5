namespace StatefulScheduler.Conformance.Apscheduler.Scenarios;

internal sealed class ScenarioVectors(string name) : VectorFile(name)
{
    public override ValueTask<Verdict> JudgeAsync(Vector vector) => new(Verdict.Failed("a judge of scheduler traces", "not built"));
}
