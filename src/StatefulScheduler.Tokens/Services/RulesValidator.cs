using Microsoft.Extensions.Options;

namespace StatefulScheduler.Tokens;

// The rules of one kind of options, for the host's validation: the same that the constructors apply.
internal sealed class RulesValidator<TOptions>(Func<TOptions, IEnumerable<(string Option, string Problem)>> rules) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        foreach (var (option, problem) in rules(options))
            result.AddError(problem, option);
        return result.Build();
    }
}
