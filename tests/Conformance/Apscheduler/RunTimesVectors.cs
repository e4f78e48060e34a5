namespace StatefulScheduler.Conformance.Apscheduler;

internal sealed class RunTimesVectors(string name) : VectorFile(name)
{
    public override ValueTask<Verdict> JudgeAsync(Vector vector) => new(Verdict.Failed("a judge of due times", "not built"));
}
