namespace StatefulScheduler;

// From values to bits.
internal static class CronValues
{
    public static ulong Range(int from, int to, int step)
    {
        var bits = 0UL;
        for (var value = from; value <= to; value += step)
            bits |= 1UL << value;
        return bits;
    }

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
