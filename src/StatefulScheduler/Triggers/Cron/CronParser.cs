namespace StatefulScheduler;

// Text into a schedule, in one walk over the characters: macro or fields, five or six. Allocates nothing unless it must
// refuse. Every refusal says which field, where, what was found, and what may stand there.
//
//   field = ( * | ? )[/step] | H[(from-to)][/step] | item{,item}      item = value[-value][/step]
//   day of month also L[-days][W] and valueW; day of week also valueL and value#1..5
internal ref struct CronParser
{
    private readonly string _text;
    private int _at;
    private string? _refusal;
    private int _refusedAt;

    private CronDays _dayKind;
    private byte _weekdayOfMonth;
    private bool _isInterval;
    private List<CronDraw>? _draws;

    private CronParser(string text) => _text = text;

    // The schedule, or what is wrong with the text and where.
    public static bool TryParse(string text, out CronSchedule schedule, out string? refusal, out int position)
    {
        var parser = new CronParser(text);
        var parsed = parser.Parse(out schedule);
        (refusal, position) = (parser._refusal, parser._refusedAt);
        return parsed;
    }

    public static CronSchedule Parse(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        if (!TryParse(expression, out var schedule, out var refusal, out var position))
            throw new CronFormatException(expression, position, $"The cron expression '{expression}' cannot be read: {refusal}.");
        return schedule;
    }

    private bool Parse(out CronSchedule schedule)
    {
        schedule = default;
        SkipBlanks();
        if (Current == '@')
            return ParseMacro(out schedule);

        // Almost always one blank between two fields; if not, the fields are counted.
        var blanks = _text.AsSpan().Count(' ');
        return blanks is 4 or 5 && ParseFields(blanks + 1, out schedule) || ParseCounted(out schedule);
    }

    private bool ParseFields(int count, out CronSchedule schedule)
    {
        schedule = default;
        var seconds = count == 6 ? Field(CronField.Second) : 1;
        var minutes = seconds == 0 ? 0 : Field(CronField.Minute);
        var hours = minutes == 0 ? 0 : Field(CronField.Hour);
        var days = hours == 0 ? 0 : Field(CronField.DayOfMonth);
        var dayAt = _at;
        var months = days == 0 ? 0 : Field(CronField.Month);
        var weekdays = months == 0 ? 0 : Field(CronField.DayOfWeek);
        if (weekdays == 0 || _at < _text.Length)
            return false;

        schedule = new CronSchedule
        {
            Extras = _draws is null ? null : new CronExtras { Draws = new CronDraws([.. _draws]) },
            Seconds = seconds,
            Minutes = minutes,
            Hours = (uint)hours,
            Days = (uint)days,
            Months = (ushort)months,
            Weekdays = (byte)weekdays,
            DayKind = CronSchedule.Classify(_dayKind, (uint)days, (ushort)months, (byte)weekdays, _weekdayOfMonth),
            WeekdayOfMonth = _weekdayOfMonth,
            Overlap = _isInterval ? CronOverlap.Interval : CronOverlap.Point,
        };
        return CronCalendar.HasDay(in schedule) || Refuse(StartOfDay(dayAt), "it can never fire: no month that it names has such a day");
    }

    // Says how many fields there are when they are not five or six.
    private bool ParseCounted(out CronSchedule schedule)
    {
        schedule = default;
        _at = 0;
        var (count, seventh) = (0, -1);
        for (SkipBlanks(); _at < _text.Length; SkipBlanks())
        {
            if (++count == 7)
                seventh = _at;
            while (_at < _text.Length && !IsBlank(Current))
                _at++;
        }

        const string wanted = "five (minute, hour, day of month, month, day of week) or six (seconds first)";
        if (count == 0)
            return Refuse(0, "it is empty; write the fields, " + wanted + ", or a macro such as @daily");
        if (count is not (5 or 6))
            return Refuse(seventh < 0 ? _text.Length : seventh, $"it has {count} fields, but must have {wanted}");

        this = new CronParser(_text);
        SkipBlanks();
        return ParseFields(count, out schedule);
    }

    private bool ParseMacro(out CronSchedule schedule)
    {
        schedule = default;
        var start = _at;
        while (_at < _text.Length && !IsBlank(Current))
            _at++;

        var macro = _text.AsSpan(start, _at - start);
        SkipBlanks();
        var fields = CronMacro.Expand(macro, out var known);
        if (fields is not null && _at == _text.Length)
            return TryParse(fields, out schedule, out _, out _);
        if (fields is not null)
            return Refuse(_at, $"nothing may follow the macro {macro}, but at position {_at} stands '{_text[_at..].Trim()}'");

        // Where no known macro goes on, blanks aside.
        _at = start + known;
        SkipBlanks();
        return Refuse(_at, $"the macro '{macro}' is not known; known are {CronMacro.All}");
    }

    // The bits of the next field; none when it cannot be read.
    private ulong Field(CronField field)
    {
        var start = _at;
        var first = Current;
        if (first == '*')
        {
            _at++;
            if (EndField())
            {
                _isInterval |= field.Index < CronField.DayIndex;
                return field.All;
            }
        }
        else if (char.IsAsciiDigit(first))
        {
            var value = Number();
            if (value >= field.First && value <= field.Last && EndField())
                return field.Fold(1UL << value);
        }
        _at = start;
        return ReadField(field);
    }

    private ulong ReadField(CronField field)
    {
        var bits = Current switch
        {
            '*' or '?' => Every(field),
            'H' => Drawn(field),
            'L' or 'l' when field.Index == CronField.DayIndex => FromEnd(field),
            _ => List(field),
        };
        if (bits == 0 || EndField())
            return bits;
        RefuseHere(field, $"'{Current}' is not expected");
        return 0;
    }

    private ulong Every(CronField field)
    {
        Interval(field);
        _at++;
        return StepOr1(field) is var step && step > 0 ? field.Fold(CronValues.Range(field.First, field.Last, step)) : 0;
    }

    private ulong List(CronField field)
    {
        var bits = 0UL;
        while (true)
        {
            var alone = bits == 0;
            var item = Item(field, alone);
            if (item == 0)
                return 0;
            bits |= item;
            if (Current != ',')
                return field.Fold(bits);
            if (_dayKind != CronDays.All || _weekdayOfMonth != 0)
            {
                RefuseHere(field, "',' is not expected: a day in words must be the whole field");
                return 0;
            }
            _at++;
        }
    }

    private ulong Item(CronField field, bool alone)
    {
        var from = Value(field);
        if (from < 0)
            return 0;

        switch (Current)
        {
            case '-':
                Interval(field);
                _at++;
                var to = Value(field);
                if (to < 0)
                    return 0;
                return StepOr1(field) is var step && step > 0 ? CronValues.Wrapping(field, from, to, step) : 0;
            case '/':
                Interval(field);
                return StepOr1(field) is var every && every > 0 ? CronValues.Range(from, field.Last, every) : 0;
            case 'W' or 'w' when alone && field.Index == CronField.DayIndex:
                _at++;
                _dayKind = CronDays.NearestWeekday;
                return 1UL << from;
            case 'L' or 'l' when alone && field.IsWeekday:
                _at++;
                _weekdayOfMonth = CronSchedule.LastWeekday;
                return field.Fold(1UL << from);
            case '#' when alone && field.IsWeekday:
                _at++;
                return Nth(field, from);
            default:
                return 1UL << from;
        }
    }

    private ulong Nth(CronField field, int weekday)
    {
        var start = _at;
        var nth = Number();
        if (nth is >= 1 and <= 5)
        {
            _weekdayOfMonth = (byte)nth;
            return field.Fold(1UL << weekday);
        }
        Refuse(field, start, $"'#' must be followed by a number from 1 to 5, but '{WordAt(start)}' is not");
        return 0;
    }

    // L, L-3, LW, L-3W. The number of days is kept as a bit.
    private ulong FromEnd(CronField field)
    {
        _at++;
        var before = 0;
        if (Current == '-')
        {
            var start = ++_at;
            before = Number();
            if (before is < 0 or > 30)
            {
                Refuse(field, start, $"'L-' must be followed by a number of days from 0 to 30, but '{WordAt(start)}' is not");
                return 0;
            }
        }
        _dayKind = CronDays.FromEnd;
        if (Current is 'W' or 'w')
        {
            _at++;
            _dayKind = CronDays.WeekdayFromEnd;
        }
        return 1UL << before;
    }

    // H, H/15, H(1-4), H(0-29)/10: which value is decided for each job. Days go to the 28th, so that every month has them.
    private ulong Drawn(CronField field)
    {
        _at++;
        var (first, last) = (field.First, field.Index == CronField.DayIndex ? 28 : field.LastDistinct);
        var highest = last;
        if (Current == '(')
        {
            var start = ++_at;
            first = Value(field);
            if (first < 0)
                return 0;
            var dash = Current == '-';
            if (dash)
                _at++;
            last = dash ? Value(field) : -1;
            if (last < 0 && _refusal is not null)
                return 0;
            if (last < first || last > highest || Current != ')')
            {
                Refuse(field, start, $"'H(' must be followed by two values in order, up to {highest}, as in H({field.First}-{highest}), but '{WordAt(start)}' is not");
                return 0;
            }
            _at++;
        }

        var step = 0;
        if (Current == '/')
        {
            Interval(field);
            step = StepOr1(field, highest);
            if (step < 0)
                return 0;
        }
        (_draws ??= []).Add(new CronDraw(field.Index, first, last, step));
        return CronValues.Range(first, last, 1);
    }

    // The step after a slash, 1 without one, -1 for none that can be.
    private int StepOr1(CronField field, int highest = 0)
    {
        if (Current != '/')
            return 1;
        var start = ++_at;
        highest = highest == 0 ? field.Last : highest;
        var step = Number();
        if (step >= 1 && step <= highest)
            return step;
        Refuse(field, start, $"a step must be a number from 1 to {highest}, but '{WordAt(start)}' is not");
        return -1;
    }

    // A value of the field, or -1.
    private int Value(CronField field)
    {
        var start = _at;
        var value = Number();
        if (value >= field.First && value <= field.Last)
            return value;
        if (_at == start && field.Names.Count > 0 && _at + 3 <= _text.Length)
        {
            value = field.ValueOf(_text.AsSpan(_at, 3));
            if (value >= 0)
            {
                _at += 3;
                return value;
            }
        }

        var word = WordAt(start);
        Refuse(field, start, word.Length == 0 ? $"a value is missing; it must be {field.Allowed}" : $"a value must be {field.Allowed}, but '{word}' is not");
        return -1;
    }

    // One or two digits, as every cron has it; -1 for anything else.
    private int Number()
    {
        var value = Current - '0';
        if ((uint)value > 9)
            return -1;
        _at++;
        var next = Current - '0';
        if ((uint)next > 9)
            return value;
        _at++;
        return char.IsAsciiDigit(Current) ? -1 : (value * 10) + next;
    }

    private void Interval(CronField field) => _isInterval |= field.Index < CronField.DayIndex;

    // Nothing but blanks until the next field, or the end.
    private bool EndField()
    {
        if (_at == _text.Length)
            return true;
        if (!IsBlank(_text[_at]))
            return false;
        SkipBlanks();
        return true;
    }

    private void SkipBlanks()
    {
        while (IsBlank(Current))
            _at++;
    }

    private readonly char Current => (uint)_at < (uint)_text.Length ? _text[_at] : '\0';

    private static bool IsBlank(char character) => character is ' ' or '\t';

    // What stands there, up to where an item could end.
    private readonly string WordAt(int start)
    {
        var rest = _text.AsSpan(start);
        var end = rest.IndexOfAny(" \t,/-");
        return (end < 0 ? rest : rest[..end]).ToString();
    }

    private readonly int StartOfDay(int afterDay)
    {
        var end = _text.AsSpan(0, afterDay).TrimEnd(" \t").Length;
        return _text.AsSpan(0, end).LastIndexOfAny(' ', '\t') + 1;
    }

    private bool Refuse(int position, string reason)
    {
        if (_refusal is null)
            (_refusal, _refusedAt) = (reason, position);
        return false;
    }

    private void Refuse(CronField field, int position, string reason) => Refuse(position, $"in the {field.Name} field, at position {position}, {reason}");

    private void RefuseHere(CronField field, string reason) => Refuse(field, _at, reason);
}
