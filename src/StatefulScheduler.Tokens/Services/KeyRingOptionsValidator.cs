using Microsoft.Extensions.Options;

namespace StatefulScheduler.Tokens;

// A host with a weak key does not start.
internal sealed class KeyRingOptionsValidator(IEnumerable<KeyRingEntry> others) : IValidateOptions<KeyRingOptions>
{
    public ValidateOptionsResult Validate(string? name, KeyRingOptions options)
    {
        try
        {
            Release(options.ToRing(others));
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException refusal)
        {
            return ValidateOptionsResult.Fail(refusal.Message);
        }
    }

    // The keys of the options were made for this question alone; the others are in use.
    private void Release(KeyRing ring)
    {
        foreach (var entry in ring.Keys.Except(others, ReferenceEqualityComparer.Instance).Cast<KeyRingEntry>())
            entry.Key.Dispose();
    }
}
