using System.Globalization;

namespace StatefulScheduler.Tokens;

// What a ring of keys must keep.
internal static class KeyRingRules
{
    public static string? Objection(IReadOnlyCollection<KeyRingEntry> entries, bool allowsMixed)
    {
        if (entries.Count == 0)
            return "The ring has no key. Without one nothing can be signed or verified.";
        if (entries.Any(entry => entry?.Key is null))
            return "An entry of the ring has no key.";
        if (entries.GroupBy(entry => entry.Key.KeyId, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return $"The ring has two keys named '{twice.Key}': a token could not say which of them it means.";
        if (!allowsMixed && entries.Select(entry => entry.Key.IsSymmetric).Distinct().Count() > 1)
            return "The ring mixes secrets with key pairs, which is seldom meant: use KeyRing.OfMixedKinds while tokens move from one to the other.";
        return entries.Select(ObjectionTo).FirstOrDefault(objection => objection is not null);
    }

    public static string Describe(KeyRingEntry entry) =>
        !entry.Key.CanSign ? $"'{entry.Key.KeyId}' only verifies"
        : string.Create(CultureInfo.InvariantCulture, $"'{entry.Key.KeyId}' signs from {entry.SignFrom?.ToString("O", null) ?? "ever"} until {entry.SignUntil?.ToString("O", null) ?? "ever"}");

    private static string? ObjectionTo(KeyRingEntry entry) =>
        entry.SignUntil <= entry.SignFrom ? $"The key '{entry.Key.KeyId}' ends to sign ({entry.SignUntil:O}) before it begins ({entry.SignFrom:O})."
        : entry.VerifyUntil < entry.SignUntil ? $"The key '{entry.Key.KeyId}' signs until {entry.SignUntil:O}, but is to be accepted only until {entry.VerifyUntil:O}: its last tokens would be refused."
        : null;
}
