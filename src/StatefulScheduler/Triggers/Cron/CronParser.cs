using System.Diagnostics.CodeAnalysis;

namespace StatefulScheduler;

// Text into a schedule, in one walk over the characters: macro or fields, five or six, each read by CronFieldReader.
// Allocates nothing unless it must refuse. Every refusal says which field, where, what was found, and what may stand there.
internal ref struct CronParser
{
    private CronFieldReader _reader;
    private CronSchedule _schedule;

    public CronParser(string text) => _reader = new CronFieldReader(text);

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

    private readonly string Text => _reader.Characters.All;

    // Refuses what cannot be read.
    public void Parse()
    {
        if (!TryParse())
            throw new CronFormatException(Text, _reader.Rare!.RefusedAt, $"The cron expression '{Text}' cannot be read: {_reader.Rare.Refusal}.");
        if (_reader.Rare is { Draws: { Count: > 0 } draws })
            _schedule.Extras = new CronExtras { Draws = new CronDraws([.. draws]) };
    }

    private bool TryParse()
    {
        // Almost always one blank between two fields; if not, the fields are counted.
        var blanks = Text.AsSpan().Count(' ');
        if (blanks is 4 or 5 && ParseFields(0, blanks + 1))
            return true;

        var start = _reader.Characters.SkipBlanks(0);
        return _reader.Characters.At(start) == '@' ? ParseMacro(start) : ParseCounted(start);
    }

    private bool ParseFields(int start, int count)
    {
        var seconds = new CronFieldReader.Piece(1, start);
        if (count == 6)
            seconds = _reader.Read(start, CronField.Second);
        if (seconds.Bits == 0)
            return false;
        var minutes = _reader.Read(seconds.End, CronField.Minute);
        if (minutes.Bits == 0)
            return false;
        var hours = _reader.Read(minutes.End, CronField.Hour);
        if (hours.Bits == 0)
            return false;
        var days = _reader.Read(hours.End, CronField.DayOfMonth);
        if (days.Bits == 0)
            return false;
        var months = _reader.Read(days.End, CronField.Month);
        if (months.Bits == 0)
            return false;
        var weekdays = _reader.Read(months.End, CronField.DayOfWeek);
        if (weekdays.Bits == 0 || weekdays.End != Text.Length)
            return false;

        _schedule.Seconds = seconds.Bits;
        _schedule.Minutes = minutes.Bits;
        _schedule.Hours = (uint)hours.Bits;
        _schedule.Days = (uint)days.Bits;
        _schedule.Months = (ushort)months.Bits;
        _schedule.Weekdays = (byte)CronField.DayOfWeek.Fold(weekdays.Bits);
        _schedule.WeekdayOfMonth = _reader.WeekdayOfMonth;
        _schedule.DayKind = CronSchedule.Classify(_reader.DayKind, _schedule.Days, _schedule.Months, _schedule.Weekdays, _reader.WeekdayOfMonth);
        _schedule.Overlap = _reader.IsInterval ? CronOverlap.Interval : CronOverlap.Point;
        return _reader.Rare is null
            ? CronCalendar.HasDay(in _schedule) || RefuseDay(hours.End)
            : new CronDraws([.. _reader.Rare.Draws]).AlwaysHaveDay(in _schedule) || RefuseDrawnDay(hours.End);
    }

    // Says how many fields there are when they are not five or six.
    private bool ParseCounted(int start)
    {
        _reader.Rare = null;
        var (count, seventh) = (0, -1);
        for (var at = start; at < Text.Length; at = _reader.Characters.SkipBlanks(_reader.Characters.SkipWord(at)))
        {
            if (++count == 7)
                seventh = at;
        }

        const string wanted = "five (minute, hour, day of month, month, day of week) or six (seconds first)";
        if (count == 0)
            return _reader.Refuse(0, "it is empty; write the fields, " + wanted + ", or a macro such as @daily");
        if (count is not (5 or 6))
            return _reader.Refuse(seventh < 0 ? Text.Length : seventh, $"it has {count} fields, but must have {wanted}");

        this = new CronParser(Text);
        return ParseFields(start, count);
    }

    private bool ParseMacro(int start)
    {
        _reader.Rare = null;
        var end = _reader.Characters.SkipWord(start);
        var macro = Text.AsSpan(start, end - start);
        var after = _reader.Characters.SkipBlanks(end);
        var fields = CronMacro.Expand(macro, out var known);
        if (fields is not null && after == Text.Length)
        {
            this = new CronParser(fields);
            return TryParse();
        }
        if (fields is not null)
            return _reader.Refuse(after, $"nothing may follow the macro {macro}, but at position {after} stands '{Text[after..].Trim()}'");

        // Where no known macro goes on, blanks aside.
        return _reader.Refuse(_reader.Characters.SkipBlanks(start + known), $"the macro '{macro}' is not known; known are {CronMacro.All}");
    }

    private bool RefuseDay(int at) =>
        _reader.Refuse(at, $"it can never fire: no month that it names has a day {_reader.Characters.Text(at, _reader.Characters.SkipWord(at))}");

    private bool RefuseDrawnDay(int at) =>
        _reader.Refuse(at, $"some jobs would never fire: not in every month and on every weekday that H can draw there is a day {_reader.Characters.Text(at, _reader.Characters.SkipWord(at))}");
}
