namespace StatefulScheduler.Retries;

/// <summary>Says between which bounds a delay will lie.</summary>
/// <param name="Min">The shortest.</param>
/// <param name="Max">The longest; equal to <paramref name="Min"/> where nothing is random, <see cref="TimeSpan.MaxValue"/> where only code knows.</param>
public readonly record struct DelayRange(TimeSpan Min, TimeSpan Max)
{
    internal static DelayRange Unknown { get; } = new(TimeSpan.Zero, TimeSpan.MaxValue);

    /// <summary>Writes the range in words.</summary>
    /// <returns>Such as <c>0 s to 400 ms</c>, or one span where both ends are the same.</returns>
    public override string ToString() => Min == Max ? Words.Of(Min) : $"{Words.Of(Min)} to {Words.Of(Max)}";
}
