using System.Numerics;

namespace StatefulScheduler;

// A choice of years. Immutable; equal by value.
internal sealed class CronYears : IEquatable<CronYears>
{
    public const int First = 1970;
    public const int Last = 9999;

    private readonly ulong[] _bits;

    private CronYears(ulong[] bits) => _bits = bits;

    public static CronYears Of(IEnumerable<int> years)
    {
        var bits = new ulong[(Last >> 6) + 1];
        foreach (var year in years)
            bits[year >> 6] |= 1UL << year;
        return new CronYears(bits);
    }

    public bool Contains(int year) => (_bits[year >> 6] >> year & 1) != 0;

    // The first year at or after the given one, or one past the last there is.
    public int Next(int year)
    {
        var word = year >> 6;
        var bits = _bits[word] & ulong.MaxValue << year;
        while (bits == 0 && ++word < _bits.Length)
            bits = _bits[word];
        return bits == 0 ? Last + 1 : (word << 6) + BitOperations.TrailingZeroCount(bits);
    }

    // The last year at or before the given one, or 0.
    public int Previous(int year)
    {
        var word = year >> 6;
        var bits = _bits[word] & ulong.MaxValue >> 63 - (year & 63);
        while (bits == 0 && --word >= 0)
            bits = _bits[word];
        return bits == 0 ? 0 : (word << 6) + BitOperations.Log2(bits);
    }

    public bool Equals(CronYears? other) => other is not null && _bits.AsSpan().SequenceEqual(other._bits);

    public override bool Equals(object? obj) => Equals(obj as CronYears);

    public override int GetHashCode() => HashCode.Combine(Next(0), Previous(Last));
}
