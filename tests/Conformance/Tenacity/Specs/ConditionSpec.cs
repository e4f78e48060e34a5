using System.Text.Json;
using System.Text.RegularExpressions;
using StatefulScheduler.Retries;

namespace StatefulScheduler.Conformance.Tenacity.Specs;

internal static class ConditionSpec
{
    public static RetryCondition Create(JsonElement spec) => spec.GetProperty("kind").GetString() switch
    {
        "default" => RetryIf.Exception(),
        "never" => RetryIf.Never,
        "always" => RetryIf.Always,
        "exception_type" => RetryIf.ExceptionOf(Types(spec)),
        "not_exception_type" => RetryIf.NotExceptionOf(Types(spec)),
        "unless_exception_type" => RetryIf.UnlessExceptionOf(Types(spec)),
        "cause_type" => RetryIf.CauseOf(Types(spec)),
        "exception" => RetryIf.Exception<Exception>(exception => Tests.Holds(spec.GetProperty("predicate"), exception)),
        "result" => RetryIf.Result<object?>(result => Tests.Holds(spec.GetProperty("predicate"), result)),
        "not_result" => RetryIf.NotResult<object?>(result => Tests.Holds(spec.GetProperty("predicate"), result)),
        "message" => spec.TryGetProperty("match", out var match) ? RetryIf.Message(Pattern(match)) : RetryIf.Message(spec.GetProperty("message").GetString()!),
        "not_message" => spec.TryGetProperty("match", out var match) ? RetryIf.NotMessage(Pattern(match)) : RetryIf.NotMessage(spec.GetProperty("message").GetString()!),
        "any" => RetryIf.Any(Parts(spec)),
        "all" => RetryIf.All(Parts(spec)),
        "or" => Parts(spec).Aggregate((left, right) => left | right),
        "and" => Parts(spec).Aggregate((left, right) => left & right),
        var kind => throw new JsonException($"There is no condition '{kind}'."),
    };

    // Who may retry a cancellation: see TenacityRules.CancellationIsMeant.
    public static bool RetriesCancellations(JsonElement spec) => spec.GetProperty("kind").GetString() switch
    {
        "always" => true,
        "exception_type" => Types(spec).Contains(typeof(OperationCanceledException)),
        "any" or "or" => spec.GetProperty("of").EnumerateArray().Any(RetriesCancellations),
        "all" or "and" => spec.GetProperty("of").EnumerateArray().All(RetriesCancellations),
        _ => false,
    };

    private static RetryCondition[] Parts(JsonElement spec) => [.. spec.GetProperty("of").EnumerateArray().Select(Create)];

    private static Type[] Types(JsonElement spec) => [.. spec.GetProperty("types").EnumerateArray().Select(name => Failure.TypeOf(name.GetString()!))];

    // Python's match: from the beginning, not to the end.
    private static Regex Pattern(JsonElement match) => new($"\\A(?:{match.GetString()})");
}
