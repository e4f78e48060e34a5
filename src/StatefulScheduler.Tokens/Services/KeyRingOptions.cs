namespace StatefulScheduler.Tokens;

/// <summary>The keys as a configuration says them: a host binds a section or environment variables to this (<c>Keys__0__Secret</c>).</summary>
public sealed class KeyRingOptions
{
    /// <summary>Gets the keys.</summary>
    public IList<TokenKeyOptions> Keys { get; } = [];

    /// <summary>Gets or sets whether secrets and key pairs may be together, while tokens move from one to the other.</summary>
    /// <value>The default is false.</value>
    public bool AllowMixedKinds { get; set; }

    internal KeyRing ToRing(IEnumerable<KeyRingEntry> others)
    {
        List<KeyRingEntry> entries = [.. others, .. Keys.Select(ToEntry)];
        if (entries.Count == 0)
            throw new ArgumentException("There is no key. Set Keys:0:Secret to a random text, such as TokenKey.GenerateSecret() gives, from the environment or a secret store; or call AddKey.");
        return AllowMixedKinds ? KeyRing.OfMixedKinds(entries) : new KeyRing(entries);
    }

    // Says which key it is, by its number alone: its name may be a part of what is wrong.
    private static KeyRingEntry ToEntry(TokenKeyOptions key, int index)
    {
        try
        {
            return key.ToEntry();
        }
        catch (ArgumentException refusal)
        {
            throw new ArgumentException($"Keys:{index}: {refusal.Message}", refusal);
        }
    }
}
