using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace StatefulScheduler;

// Text into a schedule, in one walk over the characters: macro or fields, five or six. Allocates nothing unless it must
// refuse. Every refusal says which field, where, what was found, and what may stand there.
//
//   field = ( * | ? )[/step] | H[(from-to)][/step] | item{,item}      item = value[-value][/step]
//   day of month also L[-days][W] and valueW; day of week also valueL and value#1..5
//
// The position goes from method to method by value, so that it stays in a register: where a piece begins goes in, its
// bits and where it ends come out. A string ends with a NUL, so the character at its end can be read like any other.
internal ref struct CronParser
{
    private readonly string _text;
    private readonly ref readonly char _start;

    private CronSchedule _schedule;
    private CronDays _dayKind;
    private byte _weekdayOfMonth;
    private bool _isInterval;

    // One reference for what few texts have: what is not there need not be cleared.
    private Rarity? _rare;

    public CronParser(string text)
    {
        _text = text;
        _start = ref text.GetPinnableReference();
    }

    private sealed class Rarity
    {
        public List<CronDraw> Draws { get; } = [];

        public string? Refusal { get; set; }

        public int RefusedAt { get; set; }
    }

    // Some bits of a field and where they end; no bits: refused.
    private readonly record struct Piece(ulong Bits, int End)
    {
        public static Piece Refused => default;
    }

    public static CronSchedule Parse(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var parser = new CronParser(expression);
        parser.Parse();
        return parser._schedule;
    }

    // What was read.
    [UnscopedRef]
    public readonly ref readonly CronSchedule Schedule => ref _schedule;

    // Refuses what cannot be read.
    public void Parse()
    {
        if (!TryParse())
            throw new CronFormatException(_text, _rare!.RefusedAt, $"The cron expression '{_text}' cannot be read: {_rare.Refusal}.");
        if (_rare is { Draws: { Count: > 0 } draws })
            _schedule.Extras = new CronExtras { Draws = new CronDraws([.. draws]) };
    }

    // One of the first days, or counted from the end one of as many: every month has it, and on every weekday some day.
    private readonly bool HasDayAtOnce =>
        (_schedule.Days & 0x0FFF_FFFF) != 0 && _weekdayOfMonth == 0 && (_dayKind == CronDays.All || _schedule.Weekdays == CronSchedule.EveryWeekday);

    private bool TryParse()
    {
        // Almost always one blank between two fields; if not, the fields are counted.
        var blanks = _text.AsSpan().Count(' ');
        if (blanks is 4 or 5 && ParseFields(0, blanks + 1))
            return true;

        var start = SkipBlanks(0);
        return At(start) == '@' ? ParseMacro(start) : ParseCounted(start);
    }

    private bool ParseFields(int start, int count)
    {
        var seconds = new Piece(1, start);
        if (count == 6)
            seconds = Field(start, CronField.Second);
        if (seconds.Bits == 0)
            return false;
        var minutes = Field(seconds.End, CronField.Minute);
        if (minutes.Bits == 0)
            return false;
        var hours = Field(minutes.End, CronField.Hour);
        if (hours.Bits == 0)
            return false;
        var days = Field(hours.End, CronField.DayOfMonth);
        if (days.Bits == 0)
            return false;
        var months = Field(days.End, CronField.Month);
        if (months.Bits == 0)
            return false;
        var weekdays = Field(months.End, CronField.DayOfWeek);
        if (weekdays.Bits == 0 || weekdays.End != _text.Length)
            return false;

        _schedule.Seconds = seconds.Bits;
        _schedule.Minutes = minutes.Bits;
        _schedule.Hours = (uint)hours.Bits;
        _schedule.Days = (uint)days.Bits;
        _schedule.Months = (ushort)months.Bits;
        _schedule.Weekdays = (byte)CronField.DayOfWeek.Fold(weekdays.Bits);
        _schedule.WeekdayOfMonth = _weekdayOfMonth;
        _schedule.DayKind = CronSchedule.Classify(_dayKind, _schedule.Days, _schedule.Months, _schedule.Weekdays, _weekdayOfMonth);
        _schedule.Overlap = _isInterval ? CronOverlap.Interval : CronOverlap.Point;
        return HasDayAtOnce || CronCalendar.HasDay(in _schedule) || RefuseDay(hours.End);
    }

    // Says how many fields there are when they are not five or six.
    private bool ParseCounted(int start)
    {
        _rare = null;
        var (count, seventh) = (0, -1);
        for (var at = start; at < _text.Length; at = SkipBlanks(SkipWord(at)))
        {
            if (++count == 7)
                seventh = at;
        }

        const string wanted = "five (minute, hour, day of month, month, day of week) or six (seconds first)";
        if (count == 0)
            return Refuse(0, "it is empty; write the fields, " + wanted + ", or a macro such as @daily");
        if (count is not (5 or 6))
            return Refuse(seventh < 0 ? _text.Length : seventh, $"it has {count} fields, but must have {wanted}");

        this = new CronParser(_text);
        return ParseFields(start, count);
    }

    private bool ParseMacro(int start)
    {
        _rare = null;
        var end = SkipWord(start);
        var macro = _text.AsSpan(start, end - start);
        var after = SkipBlanks(end);
        var fields = CronMacro.Expand(macro, out var known);
        if (fields is not null && after == _text.Length)
        {
            this = new CronParser(fields);
            return TryParse();
        }
        if (fields is not null)
            return Refuse(after, $"nothing may follow the macro {macro}, but at position {after} stands '{_text[after..].Trim()}'");

        // Where no known macro goes on, blanks aside.
        return Refuse(SkipBlanks(start + known), $"the macro '{macro}' is not known; known are {CronMacro.All}");
    }

    // The next field with the blanks after it. Most fields are * or one number and end with one blank.
    private Piece Field(int at, CronField field)
    {
        var first = At(at);
        if (first == '*')
        {
            if (IsEnd(at + 1))
            {
                _isInterval |= field.IsTime;
                return new Piece(field.All, AfterBlanks(at + 1));
            }
        }
        else if ((uint)(first - '0') is var value && value <= 9)
        {
            var end = at + 1;
            if ((uint)(At(end) - '0') is var second && second <= 9)
            {
                value = (value * 10) + second;
                end++;
            }
            if (value < 64 && (field.Values & 1UL << (int)value) is var bits && bits != 0 && IsEnd(end))
                return new Piece(bits, AfterBlanks(end));
        }
        return ReadField(at, field);
    }

    private Piece ReadField(int at, CronField field)
    {
        var piece = At(at) switch
        {
            '*' or '?' => Every(at, field),
            'H' => Drawn(at, field),
            'L' or 'l' when field.Index == CronField.DayIndex => FromEnd(at, field),
            _ => List(at, field),
        };
        if (piece.Bits == 0)
            return piece;
        return IsEnd(piece.End)
            ? new Piece(piece.Bits, AfterBlanks(piece.End))
            : Refuse(piece.End, field, $"'{At(piece.End)}' is not expected after '{_text[at..piece.End]}'");
    }

    private Piece Every(int at, CronField field)
    {
        _isInterval |= field.IsTime;
        if (At(at + 1) != '/')
            return new Piece(field.All, at + 1);
        var (step, end) = Step(at + 2, field, field.Last);
        return step == 0 ? Piece.Refused : new Piece(CronValues.Range(field.First, field.Last, step), end);
    }

    private Piece List(int at, CronField field)
    {
        var item = Item(at, field, alone: true);
        var bits = item.Bits;
        while (item.Bits != 0 && At(item.End) == ',')
        {
            if (field.Index == CronField.DayIndex && _dayKind != CronDays.All || field.IsWeekday && _weekdayOfMonth != 0)
                return Refuse(item.End, field, "',' is not expected: a day in words must be the whole field");
            item = Item(item.End + 1, field, alone: false);
            bits |= item.Bits;
        }
        return item.Bits == 0 ? item : new Piece(bits, item.End);
    }

    private Piece Item(int at, CronField field, bool alone)
    {
        var (from, end) = Value(at, field);
        if (from < 0)
            return Piece.Refused;

        switch (At(end))
        {
            case '-':
                return Range(end + 1, field, from);
            case '/':
                _isInterval |= field.IsTime;
                var (step, after) = Step(end + 1, field, field.Last);
                return step == 0 ? Piece.Refused : new Piece(CronValues.Range(from, field.Last, step), after);
            case 'W' or 'w' when alone && field.Index == CronField.DayIndex:
                _dayKind = CronDays.NearestWeekday;
                return new Piece(1UL << from, end + 1);
            case 'L' or 'l' when alone && field.IsWeekday:
                _weekdayOfMonth = CronSchedule.LastWeekday;
                return new Piece(1UL << from, end + 1);
            case '#' when alone && field.IsWeekday:
                return Nth(end + 1, field, from);
            default:
                return new Piece(1UL << from, end);
        }
    }

    private Piece Range(int at, CronField field, int from)
    {
        _isInterval |= field.IsTime;
        var (to, end) = Value(at, field);
        if (to < 0)
            return Piece.Refused;
        if (At(end) != '/')
            return new Piece(CronValues.Wrapping(field, from, to, 1), end);
        var (step, after) = Step(end + 1, field, field.Last);
        return step == 0 ? Piece.Refused : new Piece(CronValues.Wrapping(field, from, to, step), after);
    }

    private Piece Nth(int at, CronField field, int weekday)
    {
        var (nth, end) = Number(at);
        if (nth is < 1 or > 5)
            return Refuse(at, field, $"'#' must be followed by a number from 1 to 5, but '{WordAt(at)}' is not");
        _weekdayOfMonth = (byte)nth;
        return new Piece(1UL << weekday, end);
    }

    // L, L-3, LW, L-3W. The number of days is kept as a bit.
    private Piece FromEnd(int at, CronField field)
    {
        var (before, end) = (0, at + 1);
        if (At(end) == '-')
        {
            (before, end) = Number(at + 2);
            if (before is < 0 or > 30)
                return Refuse(at + 2, field, $"'L-' must be followed by a number of days from 0 to 30, but '{WordAt(at + 2)}' is not");
        }
        var nearest = At(end) is 'W' or 'w';
        _dayKind = nearest ? CronDays.WeekdayFromEnd : CronDays.FromEnd;
        return new Piece(1UL << before, nearest ? end + 1 : end);
    }

    // H, H/15, H(1-4), H(0-29)/10: which value is decided for each job.
    private Piece Drawn(int at, CronField field)
    {
        var (first, last, end) = (field.First, field.LastDrawn, at + 1);
        if (At(end) == '(')
        {
            (first, end) = Value(at + 2, field);
            if (first < 0)
                return Piece.Refused;
            (last, end) = At(end) == '-' ? Value(end + 1, field) : (-1, end);
            if (_rare?.Refusal is not null)
                return Piece.Refused;
            if (last < first || last > field.LastDrawn || At(end) != ')')
                return Refuse(at + 2, field, $"'H(' must be followed by two values in order, up to {field.LastDrawn}, as in H({field.First}-{field.LastDrawn}), but '{WordAt(at + 2)}' is not");
            end++;
        }

        var step = 0;
        if (At(end) == '/')
        {
            _isInterval |= field.IsTime;
            (step, end) = Step(end + 1, field, field.Index == CronField.DayIndex ? field.LastDrawn : field.Last);
            if (step == 0)
                return Piece.Refused;
        }
        (_rare ??= new Rarity()).Draws.Add(new CronDraw(field.Index, first, last, step));
        return new Piece(CronValues.Range(first, last, 1), end);
    }

    // The number after a slash; 0: refused.
    private (int Step, int End) Step(int at, CronField field, int highest)
    {
        var (step, end) = Number(at);
        return step >= 1 && step <= highest ? (step, end) : RefuseStep(at, field, highest);
    }

    private (int Step, int End) RefuseStep(int at, CronField field, int highest)
    {
        Refuse(at, field, $"a step must be a number from 1 to {highest}, but '{WordAt(at)}' is not");
        return (0, at);
    }

    // A number or a name of the field; -1: refused.
    private (int Value, int End) Value(int at, CronField field)
    {
        var (value, end) = Number(at);
        if ((uint)value < 64 && (field.Values >> value & 1) != 0)
            return (value, end);
        if (value < 0 && at + 3 <= _text.Length && field.ValueOf(At(at), At(at + 1), At(at + 2)) is var named && named >= 0)
            return (named, at + 3);
        return RefuseValue(at, field);
    }

    private (int Value, int End) RefuseValue(int at, CronField field)
    {
        var word = WordAt(at);
        Refuse(at, field, word.Length == 0 ? $"a value is missing; it must be {field.Allowed}" : $"a value must be {field.Allowed}, but '{word}' is not");
        return (-1, at);
    }

    // One or two digits, as every cron has it; -1 for anything else.
    private readonly (int Number, int End) Number(int at)
    {
        var value = At(at) - '0';
        if ((uint)value > 9)
            return (-1, at);
        var next = At(at + 1) - '0';
        if ((uint)next > 9)
            return (value, at + 1);
        return char.IsAsciiDigit(At(at + 2)) ? (-1, at) : ((value * 10) + next, at + 2);
    }

    private readonly bool IsEnd(int at) => IsBlank(At(at)) || at == _text.Length;

    // Almost always one.
    private readonly int AfterBlanks(int at) => At(at) == ' ' && At(at + 1) > ' ' ? at + 1 : SkipBlanks(at);

    private readonly int SkipBlanks(int at)
    {
        while (IsBlank(At(at)))
            at++;
        return at;
    }

    private readonly int SkipWord(int at)
    {
        while (!IsEnd(at))
            at++;
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly char At(int at) => Unsafe.Add(ref Unsafe.AsRef(in _start), at);

    private static bool IsBlank(char character) => character is ' ' or '\t';

    // What stands there, up to where an item could end.
    private readonly string WordAt(int at)
    {
        var rest = _text.AsSpan(at);
        var end = rest.IndexOfAny(" \t,/-");
        return (end < 0 ? rest : rest[..end]).ToString();
    }

    private bool RefuseDay(int at) =>
        Refuse(at, $"it can never fire: no month that it names has a day {_text[at..SkipWord(at)]}");

    private Piece Refuse(int at, CronField field, string reason)
    {
        Refuse(at, $"in the {field.Name} field, at position {at}, {reason}");
        return Piece.Refused;
    }

    private bool Refuse(int at, string reason)
    {
        _rare ??= new Rarity();
        if (_rare.Refusal is null)
            (_rare.Refusal, _rare.RefusedAt) = (reason, at);
        return false;
    }
}
