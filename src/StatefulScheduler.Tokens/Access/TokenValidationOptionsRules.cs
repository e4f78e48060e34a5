namespace StatefulScheduler.Tokens;

// What options must keep: every breach at once, with the value, the rule and what to do.
internal static class TokenValidationOptionsRules
{
    private static readonly TimeSpan WidestSkew = TimeSpan.FromMinutes(10);

    public static IEnumerable<(string Option, string Problem)> BreachesOf(TokenValidationOptions options) =>
        [.. Whose(nameof(options.ValidIssuers), options.ValidIssuers, nameof(options.AllowAnyIssuer), options.AllowAnyIssuer),
            .. Whose(nameof(options.ValidAudiences), options.ValidAudiences, nameof(options.AllowAnyAudience), options.AllowAnyAudience),
            .. Algorithms(options), .. Times(options), .. Limits(options)];

    private static IEnumerable<(string Option, string Problem)> Whose(string name, IList<string> valid, string anyName, bool any)
    {
        if (valid.Count == 0 && !any)
            yield return (name, $"is empty, so that no token would be accepted: name one, or set {anyName} if it does not matter.");
        if (valid.Count > 0 && any)
            yield return (name, $"has {valid.Count}, but {anyName} is set too: set one or the other.");
        if (valid.Any(string.IsNullOrEmpty))
            yield return (name, "has an empty one.");
    }

    private static IEnumerable<(string Option, string Problem)> Algorithms(TokenValidationOptions options)
    {
        foreach (var name in options.AllowedAlgorithms.Where(name => !TokenAlgorithms.All.Contains(name)))
            yield return (nameof(options.AllowedAlgorithms), $"has '{name}'; there are: {string.Join(", ", TokenAlgorithms.All)}.");
        if (options.RequiredType is not null && string.IsNullOrWhiteSpace(options.RequiredType))
            yield return (nameof(options.RequiredType), "is empty: leave it out if any type will do.");
    }

    private static IEnumerable<(string Option, string Problem)> Times(TokenValidationOptions options)
    {
        if (options.ClockSkew < TimeSpan.Zero || options.ClockSkew > WidestSkew)
            yield return (nameof(options.ClockSkew), $"is {options.ClockSkew}, but must be zero to {WidestSkew}.");
        if (options.MaxAge <= TimeSpan.Zero)
            yield return (nameof(options.MaxAge), $"is {options.MaxAge}, but must be more than zero; leave it out for no limit.");
    }

    private static IEnumerable<(string Option, string Problem)> Limits(TokenValidationOptions options)
    {
        if (options.MaxTokenLength is < 256 or > 262_144)
            yield return (nameof(options.MaxTokenLength), $"is {options.MaxTokenLength}, but must be 256 to 262,144.");
        if (options.MaxDepth is < 1 or > 64)
            yield return (nameof(options.MaxDepth), $"is {options.MaxDepth}, but must be 1 to 64.");
        if (options.MaxClaims is < 8 or > StrictObject.MaxMembers)
            yield return (nameof(options.MaxClaims), $"is {options.MaxClaims}, but must be 8 to {StrictObject.MaxMembers}.");
    }
}
