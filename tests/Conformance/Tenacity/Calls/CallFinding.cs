using StatefulScheduler.Conformance.Tenacity.Specs;
using StatefulScheduler.Retries;

namespace StatefulScheduler.Conformance.Tenacity.Calls;

// How a call came out: as a text, why it ended and what it took, as far as the form of the call tells.
internal sealed record CallFinding(string? Result, RetryEnd? End = null, RetryStatistics? Statistics = null)
{
    public static CallFinding Of(RetryOutcome<object?> outcome) =>
        new(outcome.Exception is { } exception ? Write(exception) : Returned(outcome.Value), outcome.End, outcome.Statistics);

    // What an exception tells of itself.
    public static CallFinding Of(Exception exception) => exception switch
    {
        RetryExhaustedException exhausted => new(Write(exception), exhausted.End, exhausted.Statistics),
        _ when RetryStatistics.TryGet(exception, out var statistics) => new(Write(exception), RetryEnd.Stopped, statistics),
        _ => new(Write(exception)),
    };

    public static string Returned(object? value) => $"returned {Value.Write(value)}";

    public static string GaveUp(string exception, int attempt, string outcome) => $"threw {exception}: attempt {attempt} {outcome}";

    public static string Write(Exception exception) => exception switch
    {
        RetryExhaustedException exhausted => GaveUp("RetryError", exhausted.Statistics.Attempts, Last(exception, exhausted.LastResult)),
        GiveUpError own => GaveUp("GiveUp", own.Attempt, Last(exception, own.LastResult)),
        _ => $"threw {Failure.Write(exception)}",
    };

    private static string Last(Exception exception, object? result) => exception.InnerException is { } last ? $"threw {Failure.Write(last)}" : Returned(result);
}
