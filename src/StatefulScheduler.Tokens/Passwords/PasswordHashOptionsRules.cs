namespace StatefulScheduler.Tokens;

// What options must keep, for the constructor and for the host's validation: every breach at once, with the value, the rule and what to do.
internal static class PasswordHashOptionsRules
{
    private const int WeakestCost = 10;
    private const int WeakestIterations = 100_000;

    public static IEnumerable<(string Option, string Problem)> BreachesOf(PasswordHashOptions options, IReadOnlyCollection<string> ownSchemes) =>
        [.. Choices(options, ownSchemes), .. Limits(options), .. CostsOf(options)];

    public static IEnumerable<(string Option, string Problem)> CostsOf(PasswordHashOptions options) =>
        [.. OfBcrypt(options.Bcrypt), .. OfPbkdf2(nameof(options.Pbkdf2Sha512), options.Pbkdf2Sha512), .. OfPbkdf2(nameof(options.Pbkdf2Sha256), options.Pbkdf2Sha256)];

    private static IEnumerable<(string Option, string Problem)> Choices(PasswordHashOptions options, IReadOnlyCollection<string> ownSchemes)
    {
        var known = PasswordSchemes.All.Concat(ownSchemes).ToList();
        foreach (var name in options.SchemesOrDefault.Where(name => !known.Contains(name)))
            yield return (nameof(options.Schemes), $"names '{name}', which is not a scheme; there are: {string.Join(", ", known)}.");
        if (options.SchemesOrDefault.Distinct().Count() < options.SchemesOrDefault.Count)
            yield return (nameof(options.Schemes), "names a scheme twice.");
        if (!options.SchemesOrDefault.Contains(options.DefaultScheme))
            yield return (nameof(options.Default), $"is '{options.Default}', but must be one of {nameof(options.Schemes)} ({string.Join(", ", options.SchemesOrDefault)}).");
        if (PasswordSchemes.IsReadOnly(options.DefaultScheme))
            yield return (nameof(options.Default), $"is '{options.DefaultScheme}', which only verifies: put another scheme first.");
        foreach (var name in (options.Deprecated ?? []).Where(name => name != PasswordHashOptions.Auto && !options.SchemesOrDefault.Contains(name)))
            yield return (nameof(options.Deprecated), $"names '{name}', which is none of {nameof(options.Schemes)} ({string.Join(", ", options.SchemesOrDefault)}).");
        if (options.Deprecated?.Contains(options.DefaultScheme) == true)
            yield return (nameof(options.Deprecated), $"names '{options.DefaultScheme}', which new passwords are hashed with.");
    }

    private static IEnumerable<(string Option, string Problem)> Limits(PasswordHashOptions options)
    {
        if (options.MaxPasswordBytes is < Eksblowfish.MaxKeySize or > 65_536)
            yield return (nameof(options.MaxPasswordBytes), $"is {options.MaxPasswordBytes}, but must be 72 to 65,536.");
        if (options.MaxConcurrentHashes < 1)
            yield return (nameof(options.MaxConcurrentHashes), $"is {options.MaxConcurrentHashes}, but must be 1 or more.");
    }

    private static IEnumerable<(string Option, string Problem)> OfBcrypt(BcryptOptions options)
    {
        var least = options.AllowWeakCost ? BcryptHash.MinCost : WeakestCost;
        if (options.Cost < least || options.Cost > BcryptHash.MaxCost)
            yield return ("Bcrypt.Cost", $"is {options.Cost}, but must be {least} to {BcryptHash.MaxCost}; for tests alone, {nameof(options.AllowWeakCost)} lets it be 4.");
        if (options.MinCost is < BcryptHash.MinCost || options.MinCost > options.Cost)
            yield return ("Bcrypt.MinCost", $"is {options.MinCost}, but must be 4 to {nameof(options.Cost)} ({options.Cost}): else every login would hash again.");
        if (options.MaxCost is > BcryptHash.MaxCost || options.MaxCost < options.Cost)
            yield return ("Bcrypt.MaxCost", $"is {options.MaxCost}, but must be {nameof(options.Cost)} ({options.Cost}) to 31: else every login would hash again.");
        if (options.MaxVerifyCost < options.Cost || options.MaxVerifyCost > BcryptHash.MaxCost)
            yield return ("Bcrypt.MaxVerifyCost", $"is {options.MaxVerifyCost}, but must be {nameof(options.Cost)} ({options.Cost}) to 31: else new hashes would not be verified.");
        if (!Enum.IsDefined(options.LongPassword))
            yield return ("Bcrypt.LongPassword", $"is {options.LongPassword}, but must be Reject or Truncate.");
    }

    private static IEnumerable<(string Option, string Problem)> OfPbkdf2(string name, Pbkdf2Options options)
    {
        var least = options.AllowWeakCost ? 1 : WeakestIterations;
        if (options.Iterations < least || options.Iterations > options.MaxVerifyIterations)
            yield return ($"{name}.Iterations", $"is {options.Iterations}, but must be {least} to {nameof(options.MaxVerifyIterations)} ({options.MaxVerifyIterations}).");
        if (options.MinIterations < 1 || options.MinIterations > options.Iterations)
            yield return ($"{name}.MinIterations", $"is {options.MinIterations}, but must be 1 to {nameof(options.Iterations)} ({options.Iterations}): else every login would hash again.");
        if (options.SaltSize is < 16 or > 64)
            yield return ($"{name}.SaltSize", $"is {options.SaltSize}, but must be 16 to 64 bytes.");
    }
}
