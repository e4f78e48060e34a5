using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace StatefulScheduler.Retries;

// Knows names of budgets, where the container can say what is registered; where it cannot, an unknown name is refused when the policy is made.
internal sealed class RetryOptionsValidator(IServiceProviderIsKeyedService? registered = null) : IValidateOptions<RetryOptions>
{
    public ValidateOptionsResult Validate(string? name, RetryOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        foreach (var (option, problem) in RetryOptionsRules.BreachesOf(options))
            result.AddError(problem, option);
        if (!string.IsNullOrWhiteSpace(options.Budget) && registered?.IsKeyedService(typeof(RetryBudget), options.Budget) == false)
            result.AddError(UnknownBudget(options.Budget), nameof(options.Budget));
        return result.Build();
    }

    public static string UnknownBudget(string budget) => $"is '{budget}', but no budget of that name was added: call AddRetryBudget(\"{budget}\", …).";
}
