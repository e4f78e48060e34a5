using Microsoft.Extensions.Options;

namespace StatefulScheduler.Tokens;

// A host with a weak key does not start.
internal sealed class KeyRingOptionsValidator(IEnumerable<KeyRingEntry> others) : IValidateOptions<KeyRingOptions>
{
    public ValidateOptionsResult Validate(string? name, KeyRingOptions options)
    {
        try
        {
            options.ToRing(others);
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException refusal)
        {
            return ValidateOptionsResult.Fail(refusal.Message);
        }
    }
}
