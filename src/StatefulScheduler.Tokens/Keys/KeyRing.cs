using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace StatefulScheduler.Tokens;

/// <summary>The keys of a program: the one that signs now, those that signed before, and those that will.</summary>
/// <remarks>Immutable and safe to share between threads: to change keys, make another ring and put it in the place of this one (<see cref="KeyRingSource"/>).</remarks>
public sealed class KeyRing
{
    private readonly KeyRingEntry[] entries;

    /// <summary>Creates a ring of keys that have no times: the first one that can sign signs, all verify.</summary>
    /// <param name="keys">One key or more, each with another name, either all secrets or none.</param>
    /// <exception cref="ArgumentException">There is no key, two have the same name, or secrets and key pairs are mixed.</exception>
    public KeyRing(params IEnumerable<TokenKey> keys)
        : this(WithoutTimes(keys))
    {
    }

    /// <summary>Creates a ring.</summary>
    /// <param name="entries">One key or more, each with another name, either all secrets or none.</param>
    /// <exception cref="ArgumentException">There is no key, two have the same name, times contradict each other, or secrets and key pairs are mixed.</exception>
    public KeyRing(IReadOnlyCollection<KeyRingEntry> entries)
        : this(entries, allowsMixed: false)
    {
    }

    private KeyRing(IReadOnlyCollection<KeyRingEntry> entries, bool allowsMixed)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (KeyRingRules.Objection(entries, allowsMixed) is { } objection)
            throw new ArgumentException(objection, nameof(entries));
        this.entries = [.. entries];
    }

    /// <summary>Gets the keys, in the order they were given.</summary>
    public IReadOnlyList<KeyRingEntry> Keys => entries;

    /// <summary>Creates a ring that has secrets and key pairs at once, for the time in which tokens move from one to the other.</summary>
    /// <param name="entries">The keys. Each still has its one algorithm, by which it is found.</param>
    /// <returns>The ring.</returns>
    /// <exception cref="ArgumentException">There is no key, two have the same name, or times contradict each other.</exception>
    public static KeyRing OfMixedKinds(IReadOnlyCollection<KeyRingEntry> entries) => new(entries, allowsMixed: true);

    /// <summary>Finds the key that signs: the one whose time to sign began last; of several, the first.</summary>
    /// <param name="now">The time.</param>
    /// <returns>The key.</returns>
    /// <exception cref="InvalidOperationException">No key signs at that time.</exception>
    public TokenKey SigningKey(DateTimeOffset now)
    {
        KeyRingEntry? newest = null;
        foreach (var entry in entries)
        {
            if (entry.SignsAt(now) && (newest is null || (entry.SignFrom ?? DateTimeOffset.MinValue) > (newest.SignFrom ?? DateTimeOffset.MinValue)))
                newest = entry;
        }

        return newest?.Key ?? throw new InvalidOperationException(
            $"No key of the ring signs at {now:O}: {string.Join("; ", entries.Select(KeyRingRules.Describe))}. Add one whose SignFrom is past and whose SignUntil is not.");
    }

    /// <summary>Finds the key that a token names. No other one is tried.</summary>
    /// <param name="keyId">The name in the token; null when it names none: then there must be only one key of that algorithm.</param>
    /// <param name="algorithm">The algorithm in the token.</param>
    /// <param name="now">The time.</param>
    /// <param name="key">The key.</param>
    /// <returns>Whether there is one that verifies at that time.</returns>
    public bool TryFind(string? keyId, string algorithm, DateTimeOffset now, [NotNullWhen(true)] out TokenKey? key)
    {
        key = null;
        foreach (var entry in entries)
        {
            if (entry.Key.Algorithm != algorithm || (keyId is not null && entry.Key.KeyId != keyId) || !entry.VerifiesAt(now))
                continue;
            if (key is not null)
            {
                key = null;
                return false;
            }

            key = entry.Key;
        }

        return key is not null;
    }

    /// <summary>Writes the public halves as a JSON Web Key Set, those included that will sign. Secrets are left out.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="now">The time: keys that no longer verify are left out.</param>
    public void WriteJwks(Utf8JsonWriter writer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteStartArray("keys"u8);
        foreach (var entry in entries.Where(entry => !entry.Key.IsSymmetric && entry.VerifiesAt(now)))
            entry.Key.WritePublicJwk(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes the public halves as a JSON Web Key Set.</summary>
    /// <param name="now">The time: keys that no longer verify are left out.</param>
    /// <returns>The JSON text.</returns>
    public string ToJwks(DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            WriteJwks(writer, now);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    internal bool Has(string algorithm)
    {
        foreach (var entry in entries)
        {
            if (entry.Key.Algorithm == algorithm)
                return true;
        }

        return false;
    }

    private static KeyRingEntry[] WithoutTimes(IEnumerable<TokenKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return [.. keys.Select(key => new KeyRingEntry(key))];
    }
}
