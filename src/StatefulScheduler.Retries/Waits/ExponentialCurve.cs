namespace StatefulScheduler.Retries;

// multiplier × factorⁿ⁻¹ between min and max, in ticks as double: it may pass through infinity, and is clamped afterwards.
internal readonly struct ExponentialCurve
{
    private readonly double multiplier;
    private readonly double factor;

    public ExponentialCurve(TimeSpan multiplier, TimeSpan max, double factor, TimeSpan min)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(multiplier, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(min, TimeSpan.Zero);
        if (!(factor > 0) || double.IsInfinity(factor))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor of an exponential wait must be a finite number above 0.");
        this.multiplier = multiplier.Ticks;
        this.factor = factor;

        // Without a bound a part of a delay that no TimeSpan holds may still be one that does: what is drawn is capped then, not the curve.
        Max = max == TimeSpan.MaxValue ? double.MaxValue : max.Ticks;
        Min = min.Ticks;
    }

    public double Min { get; }

    public double Max { get; }

    // Before the clamps; a multiplier of zero stays zero even where the power is infinite.
    public double Raw(int attempt) => multiplier == 0 ? 0 : multiplier * Math.Pow(factor, attempt - 1);

    public double At(int attempt) => Clamp(Raw(attempt));

    public double Clamp(double ticks) => Math.Max(Min, Math.Min(ticks, Max));

    public override string ToString()
    {
        var text = Words.Invariant($"{Words.Of(Spans.FromTicks(multiplier))} × {factor:0.###}ⁿ⁻¹");
        if (Min > 0)
            text += $", at least {Words.Of(Spans.FromTicks(Min))}";
        return Max >= TimeSpan.MaxValue.Ticks ? text : $"{text}, at most {Words.Of(Spans.FromTicks(Max))}";
    }
}
