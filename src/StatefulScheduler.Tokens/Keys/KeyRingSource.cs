namespace StatefulScheduler.Tokens;

/// <summary>Holds a ring that can be replaced while tokens are issued and validated. Thread-safe.</summary>
public sealed class KeyRingSource : IKeyRingSource
{
    private volatile KeyRing current;

    /// <summary>Creates a source.</summary>
    /// <param name="ring">The ring to begin with.</param>
    public KeyRingSource(KeyRing ring)
    {
        ArgumentNullException.ThrowIfNull(ring);
        current = ring;
    }

    /// <inheritdoc/>
    public KeyRing Current => current;

    /// <summary>Puts another ring in the place of the present one, at once and for everybody.</summary>
    /// <param name="ring">The ring. It should have the keys of tokens that are still about.</param>
    public void Replace(KeyRing ring)
    {
        ArgumentNullException.ThrowIfNull(ring);
        current = ring;
    }
}
