using StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios;

// Traces of a whole scheduler under a virtual clock, played on ours.
internal sealed class ScenarioVectors(string name) : VectorFile(name)
{
    public override async ValueTask<Verdict> JudgeAsync(Vector vector)
    {
        await using var play = new Play(Scenario.Read(vector.Json));
        return await play.JudgeAsync();
    }
}
