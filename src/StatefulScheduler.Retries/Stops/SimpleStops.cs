namespace StatefulScheduler.Retries;

internal sealed class AttemptStop(int attempts) : BuiltInStop
{
    internal override int AttemptLimit => attempts;

    public override string ToString() => attempts == 1 ? "after 1 attempt" : Words.Invariant($"after {attempts} attempts");

    internal override bool Stops(ref RetryStep step) => step.Attempt >= attempts;
}

internal sealed class ElapsedStop(TimeSpan limit, bool countsNextDelay) : BuiltInStop
{
    internal override StrategyNeeds Needs => StrategyNeeds.Clock;

    public override string ToString() => countsNextDelay ? $"before a delay past {Words.Of(limit)}" : $"after {Words.Of(limit)}";

    internal override bool Stops(ref RetryStep step) => (countsNextDelay ? Spans.Add(step.Elapsed, step.NextDelay) : step.Elapsed) >= limit;
}

internal sealed class TokenStop(CancellationToken token) : BuiltInStop
{
    public override string ToString() => "when cancelled";

    internal override bool Stops(ref RetryStep step) => token.IsCancellationRequested;

    internal override IEnumerable<CancellationToken> Tokens() => [token];
}

internal sealed class CustomStop(Func<RetryState, bool> shouldStop) : StopStrategy
{
    public override bool ShouldStop(RetryState state) => shouldStop(state);

    public override string ToString() => "when code says so";
}
