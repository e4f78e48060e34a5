namespace StatefulScheduler.Benchmarks.Torture;

internal enum Level
{
    Low,
    High = 7,
}

internal sealed record Place(string City, decimal Height);

// A state with a member of every kind that users have.
internal sealed record EveryType(
    long Whole, decimal Money, Guid Id, DateTimeOffset At, TimeSpan Span, Level Level, List<int> Numbers, Place Nested, byte[] Bytes, string Text)
{
    public static EveryType Sample { get; } = new(
        9_007_199_254_740_993, 12_345_678_901_234_567.89m, Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"),
        new DateTimeOffset(2026, 2, 28, 23, 59, 59, 123, 456, TimeSpan.FromHours(8)).AddTicks(7), TimeSpan.FromTicks(1_234_567_890_123),
        Level.High, [1, 2, 3], new Place("上海", 1.10m), [0, 1, 127, 128, 255], "中文 and \"quotes\"");

    // Lists and arrays by what is in them, the instant with its offset.
    public bool IsSameAs(EveryType? other) =>
        other is not null && Numbers.SequenceEqual(other.Numbers) && Bytes.SequenceEqual(other.Bytes) && At.EqualsExact(other.At)
        && this == other with { Numbers = Numbers, Bytes = Bytes };

    // The members by name: what Quartz is given one at a time.
    public IReadOnlyList<(string Name, object Value)> Members =>
    [
        (nameof(Whole), Whole), (nameof(Money), Money), (nameof(Id), Id), (nameof(At), At), (nameof(Span), Span), (nameof(Level), Level),
        (nameof(Numbers), Numbers), (nameof(Nested), Nested), (nameof(Bytes), Bytes), (nameof(Text), Text),
    ];
}
