using System.Globalization;

namespace StatefulScheduler;

// One field of an expression into a set of bits: item {, item}, where an item is * or ? or value or value-value, each
// with an optional /step. Every refusal says what was found, where, and what may stand there.
internal readonly ref struct CronFieldParser(string expression, CronField field)
{
    public ulong Parse(Range range)
    {
        var (start, length) = range.GetOffsetAndLength(expression.Length);
        var end = start + length;
        var text = expression.AsSpan(start, length);
        var alone = !text.Contains(',');

        var bits = 0UL;
        while (start <= end)
        {
            var comma = expression.AsSpan(start, end - start).IndexOf(',');
            var itemEnd = comma < 0 ? end : start + comma;
            bits |= Item(start, itemEnd, alone);
            start = itemEnd + 1;
        }
        return field.IsDayOfWeek ? (bits | (bits >> 7)) & 0x7F : bits;
    }

    private ulong Item(int start, int end, bool alone)
    {
        if (start == end)
            throw Refuse(start, "a value is missing");

        var slash = expression.AsSpan(start, end - start).IndexOf('/');
        var valueEnd = slash < 0 ? end : start + slash;
        var step = slash < 0 ? 1 : Step(valueEnd + 1, end);

        if (valueEnd - start == 1 && expression[start] is '*' or '?')
        {
            if (!alone)
                throw Refuse(start, $"'{expression[start]}' stands for every value and must be the only item");
            return Bits(field.First, field.Last, step);
        }

        var dash = expression.AsSpan(start, valueEnd - start).IndexOf('-');
        if (dash < 0)
        {
            var value = Value(start, valueEnd);
            return Bits(value, slash < 0 ? value : field.Last, step);
        }
        return Wrapping(Value(start, start + dash), Value(start + dash + 1, valueEnd), step);
    }

    // FRI-MON goes on through the end of the field, and the step with it. Sunday counts once.
    private ulong Wrapping(int from, int to, int step)
    {
        if (field.IsDayOfWeek && from == 7 && to < 7)
            from = 0;
        if (from <= to)
            return Bits(from, to, step);

        var last = field.IsDayOfWeek ? 6 : field.Last;
        var size = last - field.First + 1;
        var bits = 0UL;
        for (var value = from; value <= to + size; value += step)
            bits |= 1UL << (value > last ? value - size : value);
        return bits;
    }

    private static ulong Bits(int from, int to, int step)
    {
        var bits = 0UL;
        for (var value = from; value <= to; value += step)
            bits |= 1UL << value;
        return bits;
    }

    private int Step(int start, int end)
    {
        if (Number(start, end) is { } step && step >= 1 && step <= field.Last)
            return step;
        throw Refuse(start, $"a step must be a number from 1 to {field.Last}, but '{expression[start..end]}' is not");
    }

    private int Value(int start, int end)
    {
        if (Number(start, end) is { } number && number >= field.First && number <= field.Last)
            return number;
        if (field.ValueOf(expression.AsSpan(start, end - start)) is var named && named >= 0)
            return named;
        throw Refuse(start, start == end ? $"a value is missing; {Allowed()}" : $"{Allowed()}, but '{expression[start..end]}' is not");
    }

    private string Allowed() =>
        $"a value must be a number from {field.First} to {field.Last}" +
        (field.Names.Length == 0 ? "" : $" or a name from {string.Join(", ", field.Names)}");

    // One or two digits, as every cron has it.
    private int? Number(int start, int end) =>
        end - start is 1 or 2 && int.TryParse(expression.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private CronFormatException Refuse(int position, string reason) => new(
        expression,
        position,
        $"The cron expression '{expression}' cannot be read: in the {field.Name} field, at position {position}, {reason}.");
}
