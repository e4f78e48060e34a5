using StatefulScheduler.Conformance.Apscheduler.Scenarios.Stage;
using StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios;

// One step while it is judged: what was expected, under which rules, and what was found.
internal sealed class Turn(Play play, TraceStep step)
{
    private readonly List<Action> adjustments = [];
    private readonly List<Func<Task>> follow = [];

    public TraceStep Step { get; } = step;

    public TraceCall Call => Step.Call;

    public SchedulerStage Stage => play.Stage;

    public StageSetting Setting => play.Setting;

    public TraceBook Book => play.Book;

    public HashSet<Rule> Rules { get; } = [];

    public List<Happening> Expected { get; } = [];

    public List<Happening> Found { get; } = [];

    public string? ExpectedError { get; set; } = ErrorNames.Of(step.Error);

    public string? FoundError { get; private set; }

    public bool ExpectsJob { get; set; } = step.ReturnedJob;

    // Null: the call gives none, or nothing was said of it.
    public bool? ReturnedJob { get; set; }

    // How a job is listed that the trace lists otherwise; null: not at all.
    public Dictionary<string, string?> ListedAs { get; } = [];

    // The job that the call means, once it is found.
    public string? JobId { get; set; }

    // As what a change of the call's job is told.
    public string ChangeKind { get; set; } = nameof(JobModified);

    public string? Complaint { get; private set; }

    public bool IsRunning => Step.State == "running";

    public TimeSpan? GraceOf(TraceJob job) => job.Options.MisfireGrace ?? Setting.Defaults.MisfireGrace;

    public void Use(Rule rule) => Rules.Add(rule);

    // Changes what is expected, once the events of the trace are known.
    public void Expect(Rule rule, Action change) => adjustments.Add(() =>
    {
        Use(rule);
        change();
    });

    public void Adjust()
    {
        foreach (var change in adjustments)
            change();
        Adjustments.Apply(this);
    }

    // What a rule promises of ours before the trace is followed by hand.
    public void Require(bool holds, string promise) => Complaint ??= holds ? null : $"not so: {promise}";

    // Done by hand once the step has been compared, so that the next one begins as the trace does.
    public void Follow(Func<Task> byHand) => follow.Add(byHand);

    public async Task<bool> FollowAsync()
    {
        if (follow.Count == 0)
            return false;
        foreach (var byHand in follow)
            await byHand();
        await Stage.SettleAsync();
        Stage.Hear();
        ListedAs.Clear();
        return true;
    }

    public async Task TryAsync(Func<Task> command)
    {
        try
        {
            await command();
        }
        catch (Exception exception) when (ErrorNames.Of(exception) is { } name)
        {
            FoundError = name;
        }
    }

    public void Fail(string error) => FoundError = error;
}
