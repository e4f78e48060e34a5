using StatefulScheduler.Conformance.Tenacity.Specs;
using StatefulScheduler.Retries;

namespace StatefulScheduler.Conformance.Tenacity.Calls;

// One performance of a scripted call: the policy it runs under, its body, and what is seen of it. Watched, every hook and strategy
// tells of itself, as the vectors do; unwatched, the policy has only what the case asks for, and goes the ways without them.
internal sealed class Stage
{
    private readonly bool _isWatched;
    private int _draws;

    public Stage(CallSpec spec, bool isWatched)
    {
        Spec = spec;
        _isWatched = isWatched;
        Clock = new CallClock(slept => See(Happening.Sleep(slept.TotalSeconds)));
        Policy = new RetryPolicy(Options());
    }

    public CallSpec Spec { get; }

    public CallClock Clock { get; }

    public RetryPolicy Policy { get; }

    public int Calls { get; private set; }

    public List<Happening> Happenings { get; } = [];

    public void See(Happening happening) => Happenings.Add(happening);

    public ScriptedAttempt Play()
    {
        Calls++;
        See(Happening.Call(Calls, Clock.Now.TotalSeconds));
        var attempt = Spec.Attempt(Calls);
        Clock.Advance(attempt.Takes);
        return attempt.Outcome.CreateException() is { } exception ? throw exception : attempt;
    }

    public object? Call() => Play().Outcome.Result;

    public void CallBlock(RetryAttempt attempt)
    {
        if (Play().SetResult is { } result)
            attempt.SetResult(Value.Read(result));
    }

    private RetryOptions Options()
    {
        var options = new RetryOptions
        {
            Wait = Spec.CreateWait(),
            Stop = Spec.CreateStop(),
            RetryIf = Spec.CreateCondition(),
            Enabled = Spec.IsEnabled,
            OnGiveUp = Spec.Rethrows ? GiveUpBehavior.Rethrow : GiveUpBehavior.Wrap,
            CreateException = Spec.HasOwnException ? state => new GiveUpError(state) : null,
            Fallback = Spec.GiveUp is null ? null : GiveUp,
            TimeProvider = Clock,
            Randomizer = Spec.Units.Length == 0 ? null : () => Spec.Units[_draws++ % Spec.Units.Length],
        };
        Observe(options);
        return options;
    }

    private void Observe(RetryOptions options)
    {
        if (IsSeen("before"))
            options.Before = state => See("before", state, Happening.Before(state.AttemptNumber));
        if (IsSeen("predicate"))
            options.RetryIf = new SeenCondition(options.RetryIf!, (state, retries) => See("predicate", state, Happening.Judged(state.AttemptNumber, retries)));
        if (IsSeen("after"))
            options.After = state => See("after", state, Happening.After(state.AttemptNumber, AttemptOutcome.Write(state), state.Elapsed.TotalSeconds));
        if (IsSeen("wait"))
            options.Wait = Seen(options.Wait!);
        if (IsSeen("stop"))
            options.Stop = Seen(options.Stop!);
        if (IsSeen("before_sleep"))
            options.BeforeDelay = state => See("before_sleep", state, Happening.BeforeDelay(state.AttemptNumber, AttemptOutcome.Write(state), state.NextDelay.TotalSeconds, state.IdleFor.TotalSeconds));
    }

    private WaitStrategy Seen(WaitStrategy wait) => Wait.From(state =>
    {
        var delay = wait.GetDelay(state);
        See("wait", state, Happening.Waits(state.AttemptNumber, delay.TotalSeconds));
        return delay;
    });

    private StopStrategy Seen(StopStrategy stop) => Stop.When(state =>
    {
        var stops = stop.ShouldStop(state);
        See("stop", state, Happening.Stops(state.AttemptNumber, stops));
        return stops;
    });

    private object? GiveUp(RetryState state)
    {
        See("give_up", state, Happening.GivesUp(state.AttemptNumber, AttemptOutcome.Write(state)));
        return Spec.FallbackFor(state.AttemptNumber, state.Result);
    }

    private void See(string where, RetryState state, Happening happening)
    {
        See(happening);
        if (IsFaulty(where) && Spec.Fault!.Value.GetProperty("attempt").GetInt32() == state.AttemptNumber)
            throw Failure.Create(Spec.Fault.Value);
    }

    private bool IsSeen(string where) => _isWatched || IsFaulty(where);

    private bool IsFaulty(string where) => Spec.Fault is { } fault && fault.GetProperty("where").GetString() == where;

    // A condition, and what it answers.
    private sealed class SeenCondition(RetryCondition condition, Action<RetryState, bool> seen) : RetryCondition
    {
        public override bool ShouldRetry(RetryState state)
        {
            var retries = condition.ShouldRetry(state);
            seen(state, retries);
            return retries;
        }
    }
}
