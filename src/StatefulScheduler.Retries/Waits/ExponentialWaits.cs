namespace StatefulScheduler.Retries;

internal enum Jitter
{
    None,
    Full,
    Equal,
}

internal sealed class ExponentialWait(ExponentialCurve curve, Jitter jitter) : BuiltInWait
{
    public override string ToString() => jitter switch
    {
        Jitter.Full => $"{curve}, full jitter",
        Jitter.Equal => $"{curve}, equal jitter",
        _ => curve.ToString(),
    };

    internal override TimeSpan Delay(ref RetryStep step)
    {
        var longest = curve.At(step.BackoffAttempt);
        if (jitter == Jitter.None)
            return Spans.FromTicks(longest);
        var shortest = Shortest(longest);
        return Spans.FromTicks(shortest + (step.Random.Next() * (longest - shortest)));
    }

    internal override DelayRange Range(int attempt)
    {
        var longest = curve.At(attempt);
        return new(Spans.FromTicks(Shortest(longest)), Spans.FromTicks(longest));
    }

    private double Shortest(double longest) => jitter switch
    {
        Jitter.Full => curve.Min,
        Jitter.Equal => Math.Max(curve.Min, longest / 2),
        _ => longest,
    };
}

internal sealed class AddedJitterWait(ExponentialCurve curve, TimeSpan jitter, bool exactAtMax) : BuiltInWait
{
    public override string ToString() => $"{curve}, with up to {Words.Of(jitter)} added";

    internal override TimeSpan Delay(ref RetryStep step) => Spans.FromTicks(At(step.BackoffAttempt, step.Random.Next()));

    internal override DelayRange Range(int attempt) => new(Spans.FromTicks(At(attempt, 0)), Spans.FromTicks(At(attempt, 1)));

    private double At(int attempt, double unit)
    {
        var (raw, added) = (curve.Raw(attempt), (double)jitter.Ticks);
        if (!exactAtMax)
        {
            added = Math.Min(added, curve.Max);
            raw = Math.Min(raw, curve.Max - added);
        }

        return curve.Clamp(raw + (unit * added));
    }
}

// Polly's DecorrelatedJitterBackoffV2. What one delay has used up of the curve, the next begins from; the numbers come again by attempt, so nothing is remembered.
internal sealed class DecorrelatedWait(TimeSpan median, TimeSpan max) : BuiltInWait
{
    private const double MedianToCurve = 1 / 1.4;

    public override string ToString() => $"decorrelated jitter around {Words.Of(median)} × 2ⁿ⁻¹{(max == TimeSpan.MaxValue ? string.Empty : $", at most {Words.Of(max)}")}";

    internal override TimeSpan Delay(ref RetryStep step)
    {
        var (before, now) = step.Random.NextTwo();
        var index = step.BackoffAttempt - 1;
        return At(index == 0 ? 0 : Curve(index - 1 + before), Curve(index + now));
    }

    internal override DelayRange Range(int attempt)
    {
        var index = attempt - 1;
        return new(At(index == 0 ? 0 : Curve(index), Curve(index)), At(index == 0 ? 0 : Curve(index - 1), Curve(index + 1)));
    }

    private static double Curve(double at) => Math.Pow(2, at) * Math.Tanh(Math.Sqrt(4 * at));

    // Both ends infinite is not a number: as far out as that, only the maximum is left.
    private TimeSpan At(double from, double to)
    {
        var ticks = (to - from) * MedianToCurve * median.Ticks;
        return median == TimeSpan.Zero ? TimeSpan.Zero : Spans.FromTicks(double.IsNaN(ticks) ? max.Ticks : Math.Min(ticks, max.Ticks));
    }
}
