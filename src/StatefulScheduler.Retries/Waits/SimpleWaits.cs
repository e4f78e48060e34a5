namespace StatefulScheduler.Retries;

internal sealed class FixedWait(TimeSpan delay) : BuiltInWait
{
    public override string ToString() => delay == TimeSpan.Zero ? "no wait" : Words.Of(delay);

    internal override TimeSpan Delay(ref RetryStep step) => delay;

    internal override DelayRange Range(int attempt) => new(delay, delay);
}

internal sealed class RandomWait(TimeSpan min, TimeSpan max) : BuiltInWait
{
    public override string ToString() => $"random {Words.Of(min)} to {Words.Of(max)}";

    internal override TimeSpan Delay(ref RetryStep step) => Spans.FromTicks(min.Ticks + (step.Random.Next() * ((double)max.Ticks - min.Ticks)));

    internal override DelayRange Range(int attempt) => new(min, max);
}

internal sealed class IncrementingWait(TimeSpan start, TimeSpan increment, TimeSpan max) : BuiltInWait
{
    public override string ToString() =>
        $"{Words.Of(start)} and {Words.Of(increment)} more each time{(max == TimeSpan.MaxValue ? string.Empty : $", at most {Words.Of(max)}")}";

    internal override TimeSpan Delay(ref RetryStep step) => After(step.BackoffAttempt);

    internal override DelayRange Range(int attempt) => new(After(attempt), After(attempt));

    private TimeSpan After(int attempt) => Spans.FromTicks(Math.Max(0, Math.Min(start.Ticks + ((double)increment.Ticks * (attempt - 1)), max.Ticks)));
}

internal sealed class CustomWait(Func<RetryState, TimeSpan> getDelay) : WaitStrategy
{
    public override TimeSpan GetDelay(RetryState state) => getDelay(state);

    public override string ToString() => "as code says";
}
