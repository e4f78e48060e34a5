namespace StatefulScheduler.Retries;

internal sealed class ExceptionCondition<T>(Func<T, bool>? where, string? name) : BuiltInCondition
    where T : Exception
{
    private static readonly bool NamesCancellations = typeof(OperationCanceledException).IsAssignableFrom(typeof(T));

    public static ExceptionCondition<T> Every { get; } = new(null, null);

    public override string ToString() => name ?? (where is null ? typeof(T) == typeof(Exception) ? "any exception" : typeof(T).Name : $"some {typeof(T).Name}");

    internal override bool OnException(ref RetryStep step) =>
        step.Exception is T exception && (NamesCancellations || !step.IsCancellation) && (where is null || where(exception));
}

internal enum TypesRule
{
    These,
    Others,
    UntilThese,
    CausedByThese,
}

internal sealed class TypesCondition(ExceptionTypes types, TypesRule rule) : BuiltInCondition
{
    internal override StrategyNeeds Needs => rule == TypesRule.UntilThese ? StrategyNeeds.Results : StrategyNeeds.None;

    public override string ToString() => rule switch
    {
        TypesRule.Others => $"any exception but {types}",
        TypesRule.UntilThese => $"until {types}",
        TypesRule.CausedByThese => $"caused by {types}",
        _ => types.ToString(),
    };

    internal override bool OnException(ref RetryStep step) => rule switch
    {
        TypesRule.These => types.Match(step.Exception!, step.IsCancellation),
        TypesRule.CausedByThese => !step.IsCancellation && types.MatchCauseOf(step.Exception!),
        _ => !step.IsCancellation && !types.Match(step.Exception!, isCancellation: false),
    };

    internal override bool OnResult<T>(T result, ref RetryStep step) => rule == TypesRule.UntilThese;
}

// A set of exception types, each with those derived from it.
internal readonly struct ExceptionTypes
{
    private readonly Type[] types;

    public ExceptionTypes(ReadOnlySpan<Type> types)
    {
        foreach (var type in types)
        {
            ArgumentNullException.ThrowIfNull(type, nameof(types));
            if (!typeof(Exception).IsAssignableFrom(type))
                throw new ArgumentException($"{type} is no exception: name types derived from {nameof(Exception)}.", nameof(types));
        }

        this.types = types.ToArray();
    }

    public override string ToString() => types.Length == 0 ? "nothing" : string.Join(" or ", types.Select(type => type.Name));

    // A cancellation is matched only by who names cancellations.
    public bool Match(Exception exception, bool isCancellation)
    {
        foreach (var type in types)
        {
            if (type.IsInstanceOfType(exception) && (!isCancellation || typeof(OperationCanceledException).IsAssignableFrom(type)))
                return true;
        }

        return false;
    }

    public bool MatchCauseOf(Exception exception)
    {
        if (exception is AggregateException aggregate)
        {
            foreach (var inner in aggregate.InnerExceptions)
            {
                if (Match(inner, isCancellation: false) || MatchCauseOf(inner))
                    return true;
            }

            return false;
        }

        return exception.InnerException is { } cause && (Match(cause, isCancellation: false) || MatchCauseOf(cause));
    }
}
