namespace StatefulScheduler;

// From values to bits.
internal static class CronValues
{
    // By step: every step-th value from 0 on.
    private static readonly ulong[] EveryNth = [.. Enumerable.Range(0, 64).Select(step => Enumerable.Range(0, 64).Where(value => step > 0 && value % step == 0).Aggregate(0UL, (bits, value) => bits | 1UL << value))];

    // From, from + step, … up to to.
    public static ulong Range(int from, int to, int step) => (EveryNth[step] << from) & (ulong.MaxValue >> (63 - to));

    // FRI-MON goes on through the end of the field, and the step with it. Sunday counts once, as 0.
    public static ulong Wrapping(CronField field, int from, int to, int step)
    {
        if (field.IsWeekday && from == 7)
            (from, to) = (0, to % 7);
        if (from <= to)
            return field.Fold(Range(from, to, step));

        var last = field.LastDistinct;
        var size = last - field.First + 1;
        var bits = 0UL;
        for (var value = from; value <= to + size; value += step)
            bits |= 1UL << (value > last ? value - size : value);
        return bits;
    }
}
