using Microsoft.Extensions.Options;

namespace StatefulScheduler.Retries;

internal sealed class RetryOptionsValidator : IValidateOptions<RetryOptions>
{
    public ValidateOptionsResult Validate(string? name, RetryOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        foreach (var (option, problem) in RetryOptionsRules.BreachesOf(options))
            result.AddError(problem, option);
        return result.Build();
    }
}
