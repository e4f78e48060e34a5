namespace StatefulScheduler.Retries;

// The policy's own source of numbers, or numbers computed from a seed, the attempt and the draw: the same seed gives the same delays, whoever asks and
// how often. That is what keeps a decision pure, and a restarted sequence the one it was. Without either, the seed is drawn at the first draw.
internal struct RetryRandom(Func<double>? source, ulong? knownSeed)
{
    private ulong seed = knownSeed ?? 0;
    private bool isSeeded = knownSeed is not null;
    private int attempt;
    private int draws;

    public void Begin(int ofAttempt)
    {
        attempt = ofAttempt;
        draws = 0;
    }

    // In [0, 1).
    public double Next() => source is null ? Unit(attempt, draws++) : Ask(source);

    // What the attempt before drew at the same place, and what this one draws.
    public (double Before, double Now) NextTwo() => source is null ? (Unit(attempt - 1, draws), Unit(attempt, draws++)) : (Ask(source), Ask(source));

    // FNV-1a: unlike string.GetHashCode the same in every process.
    public static ulong SeedOf(string? key, DateTimeOffset at)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in key ?? string.Empty)
            hash = (hash ^ character) * 1099511628211UL;
        return hash ^ (ulong)at.UtcTicks;
    }

    private static double Ask(Func<double> source)
    {
        var number = source();
        return number is >= 0 and < 1
            ? number
            : throw new InvalidOperationException($"The policy's {nameof(RetryOptions.Randomizer)} gave {number}, but must give numbers from 0 up to, not including, 1.");
    }

    // SplitMix64 over the three numbers; the upper 53 bits make a double.
    private double Unit(int ofAttempt, int draw)
    {
        if (!isSeeded)
            (seed, isSeeded) = ((ulong)System.Random.Shared.NextInt64(), true);
        var mixed = seed + ((ulong)(uint)ofAttempt * 0x9E3779B97F4A7C15UL) + ((ulong)(uint)draw * 0xD1B54A32D192ED03UL);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
