namespace StatefulScheduler.Conformance.Tokens;

// A clock that stands where it is put.
internal sealed class TestTime(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = start;

    public override DateTimeOffset GetUtcNow() => Now;
}
