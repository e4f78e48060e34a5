using System.Text.RegularExpressions;

namespace StatefulScheduler.Retries;

// `Others` turns it round: whatever has another message, results included.
internal sealed class MessageCondition(MessageTest test, bool Others) : BuiltInCondition
{
    internal override StrategyNeeds Needs => Others ? StrategyNeeds.Results : StrategyNeeds.None;

    public override string ToString() => $"message {(Others ? "other than" : "is")} {test}";

    internal override bool OnException(ref RetryStep step) => !step.IsCancellation && test.Holds(step.Exception!.Message) != Others;

    internal override bool OnResult<T>(T result, ref RetryStep step) => Others;
}

internal readonly struct MessageTest
{
    private readonly string? text;
    private readonly Regex? pattern;

    private MessageTest(string? text, Regex? pattern) => (this.text, this.pattern) = (text, pattern);

    public static MessageTest Equal(string equals)
    {
        ArgumentNullException.ThrowIfNull(equals);
        return new(equals, null);
    }

    public static MessageTest Fits(Regex pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return new(null, pattern);
    }

    public bool Holds(string message) => pattern?.IsMatch(message) ?? string.Equals(message, text, StringComparison.Ordinal);

    public override string ToString() => pattern is null ? $"'{text}'" : $"/{pattern}/";
}
