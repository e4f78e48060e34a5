using System.Globalization;
using System.Numerics;

namespace StatefulScheduler;

// A set of values as the shortest text that reads back: *, a step, ranges, values. Equal sets have equal texts.
internal static class CronSet
{
    // `named` writes the values as names: a step would count what is no number, so there are only ranges and values.
    public static string Short(ulong bits, int first, int last, Func<int, string>? named = null)
    {
        if (BitOperations.PopCount(bits) == last - first + 1)
            return "*";
        return Short([.. Values(bits)], first, last, named);
    }

    public static string Short(int[] values, int first, int last, Func<int, string>? named = null)
    {
        var write = named ?? Number;
        if (named is null && values.Length > 2 && Step(values) is var step && step > 1)
        {
            var endless = values[^1] + step > last;
            if (endless)
                return values[0] == first ? $"*/{step}" : $"{values[0]}/{step}";
            return $"{values[0]}-{values[^1]}/{step}";
        }

        var items = new List<string>();
        for (var i = 0; i < values.Length;)
        {
            var end = i;
            while (end + 1 < values.Length && values[end + 1] == values[end] + 1)
                end++;
            if (end - i < 2)
                end = i;
            items.Add(end > i ? $"{write(values[i])}-{write(values[end])}" : write(values[i]));
            i = end + 1;
        }
        return string.Join(',', items);
    }

    // Every value written out, which does not read as an interval.
    public static string Long(ulong bits) => string.Join(',', Values(bits).Select(Number));

    public static IEnumerable<int> Values(ulong bits)
    {
        for (; bits != 0; bits &= bits - 1)
            yield return BitOperations.TrailingZeroCount(bits);
    }

    // The distance of all neighbours, or 0 when they differ.
    private static int Step(int[] values)
    {
        var step = values[1] - values[0];
        for (var i = 2; i < values.Length; i++)
        {
            if (values[i] - values[i - 1] != step)
                return 0;
        }
        return step;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
