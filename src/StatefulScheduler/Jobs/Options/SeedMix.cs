namespace StatefulScheduler;

// Randomness that can be repeated: a job's id and an occurrence give the same numbers on every node.
internal static class SeedMix
{
    // FNV-1a over UTF-16: stable across processes, unlike string.GetHashCode.
    public static ulong Of(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in text)
            hash = unchecked((hash ^ character) * 1099511628211UL);
        return hash;
    }

    // SplitMix64 (Steele, Lea, Flood 2014), taken to [0, 1).
    public static double Fraction(ulong seed, long salt)
    {
        var z = unchecked(seed + ((ulong)salt * 0x9E3779B97F4A7C15UL) + 0x9E3779B97F4A7C15UL);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
