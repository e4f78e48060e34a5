namespace StatefulScheduler.Retries;

// What options must keep, for the policy's constructor and for the host's validation: every breach at once, with the value, the rule and what to do.
internal static class RetryOptionsRules
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(49);

    public static IEnumerable<(string Option, string Problem)> BreachesOf(RetryOptions options) =>
        [.. Limits(options), .. Delays(options), .. Choices(options)];

    // Not for RetryOptions of a host, whose budgets have names.
    public static void Check(RetryOptions options, string parameter)
    {
        var problems = BreachesOf(options).Select(breach => $"{breach.Option} {breach.Problem}").ToList();
        if (options.Budget is not null)
            problems.Add($"{nameof(options.Budget)} is '{options.Budget}', but only policies made by AddRetry know budgets by name: set {nameof(options.SharedBudget)}.");
        if (problems.Count > 0)
            throw new ArgumentException($"The retry options cannot be used. {string.Join(' ', problems)}", parameter);
    }

    private static IEnumerable<(string Option, string Problem)> Limits(RetryOptions options)
    {
        if (options.MaxAttempts < 1)
            yield return (nameof(options.MaxAttempts), $"is {options.MaxAttempts}, but must be 1 or more: the first attempt is always made. To retry nothing, set {nameof(options.Enabled)} to false.");
        if (options.MaxDuration <= TimeSpan.Zero)
            yield return (nameof(options.MaxDuration), $"is {options.MaxDuration}, but must be more than zero; leave it out for no limit.");
        if (options.AttemptTimeout < TimeSpan.FromMilliseconds(1) || options.AttemptTimeout > LongestTimeout)
            yield return (nameof(options.AttemptTimeout), $"is {options.AttemptTimeout}, but must be 1 millisecond to 49 days; leave it out for no limit.");
        if (options.MaxRetryAfter < TimeSpan.Zero)
            yield return (nameof(options.MaxRetryAfter), $"is {options.MaxRetryAfter}, but must be zero or more.");
    }

    private static IEnumerable<(string Option, string Problem)> Delays(RetryOptions options)
    {
        if (options.Delay < TimeSpan.Zero)
            yield return (nameof(options.Delay), $"is {options.Delay}, but must be zero or more.");
        if (options.MaxDelay < TimeSpan.Zero)
            yield return (nameof(options.MaxDelay), $"is {options.MaxDelay}, but must be zero or more.");
        else if (options.MaxDelay < (options.Delay ?? TimeSpan.Zero))
            yield return (nameof(options.MaxDelay), $"is {options.MaxDelay}, but must be at least {nameof(options.Delay)} ({options.Delay}).");
        if (options.Wait is null)
            yield break;
        string?[] shadowed = [options.Backoff is null ? null : nameof(options.Backoff), options.Delay is null ? null : nameof(options.Delay), options.MaxDelay is null ? null : nameof(options.MaxDelay)];
        if (shadowed.Any(name => name is not null))
            yield return (nameof(options.Wait), $"is '{options.Wait}' and takes the place of {string.Join(", ", shadowed.Where(name => name is not null))}, which is set too: set one or the other.");
    }

    private static IEnumerable<(string Option, string Problem)> Choices(RetryOptions options)
    {
        if (options.Backoff is { } backoff && !Enum.IsDefined(backoff))
            yield return (nameof(options.Backoff), $"is {backoff}, but must be one of {string.Join(", ", Enum.GetNames<BackoffKind>())}.");
        if (options.OnGiveUp is { } behavior && !Enum.IsDefined(behavior))
            yield return (nameof(options.OnGiveUp), $"is {behavior}, but must be Rethrow or Wrap.");
        if (!Enum.IsDefined(options.Nesting))
            yield return (nameof(options.Nesting), $"is {options.Nesting}, but must be Multiply or OuterOnly.");
        if (options.Budget is not null && string.IsNullOrWhiteSpace(options.Budget))
            yield return (nameof(options.Budget), $"is '{options.Budget}', but must be the name of a budget, or left out.");
        if (options is { Budget: not null, SharedBudget: not null })
            yield return (nameof(options.Budget), $"is '{options.Budget}', but {nameof(options.SharedBudget)} is set too: set one or the other.");
    }
}
