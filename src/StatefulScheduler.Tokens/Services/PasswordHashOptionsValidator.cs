using Microsoft.Extensions.Options;

namespace StatefulScheduler.Tokens;

internal sealed class PasswordHashOptionsValidator(IEnumerable<IPasswordScheme> ownSchemes) : IValidateOptions<PasswordHashOptions>
{
    public ValidateOptionsResult Validate(string? name, PasswordHashOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        foreach (var (option, problem) in PasswordHashOptionsRules.BreachesOf(options, [.. ownSchemes.Select(scheme => scheme.Name)]))
            result.AddError(problem, option);
        return result.Build();
    }
}
