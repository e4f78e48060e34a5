namespace StatefulScheduler.Tokens;

/// <summary>Says which ring of keys is in use now. Thread-safe; asked at each token.</summary>
public interface IKeyRingSource
{
    /// <summary>Gets the ring.</summary>
    KeyRing Current { get; }
}
