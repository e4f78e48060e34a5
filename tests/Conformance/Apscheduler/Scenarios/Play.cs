using StatefulScheduler.Conformance.Apscheduler.Scenarios.Operations;
using StatefulScheduler.Conformance.Apscheduler.Scenarios.Stage;
using StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios;

// One trace, step by step: make the call, let follow what follows, compare; then the next.
internal sealed class Play(Scenario scenario) : IAsyncDisposable
{
    private readonly HashSet<Rule> rules = [];

    public StageSetting Setting { get; } = StageSetting.Of(scenario);

    public SchedulerStage Stage { get; } = new(StageSetting.Of(scenario));

    public TraceBook Book { get; } = new() { AbsentExecutors = StageSetting.Of(scenario).AddedExecutors };

    public async Task<Verdict> JudgeAsync()
    {
        foreach (var (number, step) in scenario.Steps.Index())
        {
            var verdict = await JudgeAsync(step);
            if (verdict.Outcome != Outcome.Passed)
                return Verdict.Failed($"step {number} {step.Call}: {verdict.Expected}", verdict.Found).Mapped(rules);
        }

        return Verdict.Passed.Mapped(rules);
    }

    public ValueTask DisposeAsync() => Stage.DisposeAsync();

    private async Task<Verdict> JudgeAsync(TraceStep step)
    {
        var turn = new Turn(this, step);
        await CallTable.PerformAsync(turn);
        await Stage.SettleAsync();
        turn.Found.AddRange(Happenings.Found(Stage.Hear()));
        turn.Expected.AddRange(Happenings.Expected(turn));
        turn.Adjust();
        var verdict = (await Comparison.OfAsync(turn)).And(() => turn.Complaint is { } complaint ? Verdict.Failed("the rule's own promise", complaint) : Verdict.Passed);
        if (verdict.Outcome == Outcome.Passed && await turn.FollowAsync())
            verdict = await Comparison.OfListsAsync(turn);

        rules.UnionWith(turn.Rules);
        (Book.State, Book.Jobs) = (step.State, step.Jobs);
        return verdict;
    }
}
