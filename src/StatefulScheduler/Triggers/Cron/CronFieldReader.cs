using System.Diagnostics.CodeAnalysis;

namespace StatefulScheduler;

// One field of a cron expression into bits, and what it says beside them: days in words, an interval, H.
//
//   field = ( * | ? )[/step] | H[(from-to)][/step] | item{,item}      item = value[-value][/step]
//   day of month also L[-days][W] and valueW; day of week also valueL and value#1..5
//
// The position goes from method to method by value, so that it stays in a register: where a piece begins goes in, its
// bits and where it ends come out.
internal ref struct CronFieldReader(string text)
{
    // How the day of month is named, by what was read of it; All when by numbers.
    public CronDays DayKind;
    public byte WeekdayOfMonth;

    // Second, minute or hour holds one of * ? - /.
    public bool IsInterval;

    // One reference for what few texts have: what is not there need not be cleared.
    public Rarity? Rare;

    private readonly CronCharacters _characters = new(text);

    [UnscopedRef]
    public readonly ref readonly CronCharacters Characters => ref _characters;

    internal sealed class Rarity
    {
        public List<CronDraw> Draws { get; } = [];

        public string? Refusal { get; set; }

        public int RefusedAt { get; set; }
    }

    // Some bits of a field and where they end; no bits: refused.
    internal readonly record struct Piece(ulong Bits, int End)
    {
        public static Piece Refused => default;
    }

    // The next field with the blanks after it. Most fields are * or one number and end with one blank.
    public Piece Read(int at, CronField field)
    {
        var first = _characters.At(at);
        if (first == '*')
        {
            if (_characters.IsEnd(at + 1))
            {
                IsInterval |= field.IsTime;
                return new Piece(field.All, _characters.AfterBlanks(at + 1));
            }
        }
        else if ((uint)(first - '0') is var value && value <= 9)
        {
            var end = at + 1;
            if ((uint)(_characters.At(end) - '0') is var second && second <= 9)
            {
                value = (value * 10) + second;
                end++;
            }
            if (value < 64 && (field.Values & 1UL << (int)value) is var bits && bits != 0 && _characters.IsEnd(end))
                return new Piece(bits, _characters.AfterBlanks(end));
        }
        return ReadLong(at, field);
    }

    private Piece ReadLong(int at, CronField field)
    {
        var piece = _characters.At(at) switch
        {
            '*' or '?' => Every(at, field),
            'H' => Drawn(at, field),
            'L' or 'l' when field.Index == CronField.DayIndex => FromEnd(at, field),
            _ => List(at, field),
        };
        if (piece.Bits == 0)
            return piece;
        return _characters.IsEnd(piece.End)
            ? new Piece(piece.Bits, _characters.AfterBlanks(piece.End))
            : Refuse(piece.End, field, $"'{_characters.At(piece.End)}' is not expected after '{_characters.Text(at, piece.End)}'");
    }

    private Piece Every(int at, CronField field)
    {
        IsInterval |= field.IsTime;
        if (_characters.At(at + 1) != '/')
            return new Piece(field.All, at + 1);
        var (step, end) = Step(at + 2, field, field.Last);
        return step == 0 ? Piece.Refused : new Piece(CronValues.Range(field.First, field.Last, step), end);
    }

    private Piece List(int at, CronField field)
    {
        var item = Item(at, field, alone: true);
        var bits = item.Bits;
        while (item.Bits != 0 && _characters.At(item.End) == ',')
        {
            if (field.Index == CronField.DayIndex && DayKind != CronDays.All || field.IsWeekday && WeekdayOfMonth != 0)
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

        switch (_characters.At(end))
        {
            case '-':
                return Range(end + 1, field, from);
            case '/':
                IsInterval |= field.IsTime;
                var (step, after) = Step(end + 1, field, field.Last);
                return step == 0 ? Piece.Refused : new Piece(CronValues.Range(from, field.Last, step), after);
            case 'W' or 'w' when alone && field.Index == CronField.DayIndex:
                DayKind = CronDays.NearestWeekday;
                return new Piece(1UL << from, end + 1);
            case 'L' or 'l' when alone && field.IsWeekday:
                WeekdayOfMonth = CronSchedule.LastWeekday;
                return new Piece(1UL << from, end + 1);
            case '#' when alone && field.IsWeekday:
                return Nth(end + 1, field, from);
            default:
                return new Piece(1UL << from, end);
        }
    }

    private Piece Range(int at, CronField field, int from)
    {
        IsInterval |= field.IsTime;
        var (to, end) = Value(at, field);
        if (to < 0)
            return Piece.Refused;
        if (_characters.At(end) != '/')
            return new Piece(CronValues.Wrapping(field, from, to, 1), end);
        var (step, after) = Step(end + 1, field, field.Last);
        return step == 0 ? Piece.Refused : new Piece(CronValues.Wrapping(field, from, to, step), after);
    }

    private Piece Nth(int at, CronField field, int weekday)
    {
        var (nth, end) = _characters.Number(at);
        if (nth is < 1 or > 5)
            return Refuse(at, field, $"'#' must be followed by a number from 1 to 5, but '{_characters.WordAt(at)}' is not");
        WeekdayOfMonth = (byte)nth;
        return new Piece(1UL << weekday, end);
    }

    // L, L-3, LW, L-3W. The number of days is kept as a bit.
    private Piece FromEnd(int at, CronField field)
    {
        var (before, end) = (0, at + 1);
        if (_characters.At(end) == '-')
        {
            (before, end) = _characters.Number(at + 2);
            if (before is < 0 or > 30)
                return Refuse(at + 2, field, $"'L-' must be followed by a number of days from 0 to 30, but '{_characters.WordAt(at + 2)}' is not");
        }
        var nearest = _characters.At(end) is 'W' or 'w';
        DayKind = nearest ? CronDays.WeekdayFromEnd : CronDays.FromEnd;
        return new Piece(1UL << before, nearest ? end + 1 : end);
    }

    // H, H/15, H(1-4), H(0-29)/10: which value is decided for each job.
    private Piece Drawn(int at, CronField field)
    {
        var (first, last, end) = (field.First, field.LastDrawn, at + 1);
        if (_characters.At(end) == '(')
        {
            (first, end) = Value(at + 2, field);
            if (first < 0)
                return Piece.Refused;
            (last, end) = _characters.At(end) == '-' ? Value(end + 1, field) : (-1, end);
            if (Rare?.Refusal is not null)
                return Piece.Refused;
            if (last < first || last > field.LastDrawn || _characters.At(end) != ')')
                return Refuse(at + 2, field, $"'H(' must be followed by two values in order, up to {field.LastDrawn}, as in H({field.First}-{field.LastDrawn}), but '{_characters.WordAt(at + 2)}' is not");
            end++;
        }

        var step = 0;
        if (_characters.At(end) == '/')
        {
            IsInterval |= field.IsTime;
            (step, end) = Step(end + 1, field, field.Index == CronField.DayIndex ? field.LastDrawn : field.Last);
            if (step == 0)
                return Piece.Refused;
        }
        (Rare ??= new Rarity()).Draws.Add(new CronDraw(field.Index, first, last, step));
        return new Piece(CronValues.Range(first, last, 1), end);
    }

    // The number after a slash; 0: refused.
    private (int Step, int End) Step(int at, CronField field, int highest)
    {
        var (step, end) = _characters.Number(at);
        return step >= 1 && step <= highest ? (step, end) : RefuseStep(at, field, highest);
    }

    private (int Step, int End) RefuseStep(int at, CronField field, int highest)
    {
        Refuse(at, field, $"a step must be a number from 1 to {highest}, but '{_characters.WordAt(at)}' is not");
        return (0, at);
    }

    // A number or a name of the field; -1: refused.
    private (int Value, int End) Value(int at, CronField field)
    {
        var (value, end) = _characters.Number(at);
        if ((uint)value < 64 && (field.Values >> value & 1) != 0)
            return (value, end);
        if (value < 0 && at + 3 <= _characters.Length && field.ValueOf(_characters.At(at), _characters.At(at + 1), _characters.At(at + 2)) is var named && named >= 0)
            return (named, at + 3);
        return RefuseValue(at, field);
    }

    private (int Value, int End) RefuseValue(int at, CronField field)
    {
        var word = _characters.WordAt(at);
        Refuse(at, field, word.Length == 0 ? $"a value is missing; it must be {field.Allowed}" : $"a value must be {field.Allowed}, but '{word}' is not");
        return (-1, at);
    }

    public bool Refuse(int at, string reason)
    {
        Rare ??= new Rarity();
        if (Rare.Refusal is null)
            (Rare.Refusal, Rare.RefusedAt) = (reason, at);
        return false;
    }

    private Piece Refuse(int at, CronField field, string reason)
    {
        Refuse(at, $"in the {field.Name} field, at position {at}, {reason}");
        return Piece.Refused;
    }
}
