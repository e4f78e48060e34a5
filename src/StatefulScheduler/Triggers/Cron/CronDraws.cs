namespace StatefulScheduler;

// H in one field: a value from First to Last, or with a step a first value below First + Step and every Step-th after it.
// Step 0: none.
internal readonly record struct CronDraw(int Field, int First, int Last, int Step)
{
    // How many values there are to draw from.
    public int Choices => Step == 0 ? Last - First + 1 : Math.Min(Step, Last - First + 1);

    public ulong Bits(int choice) => Step == 0 ? 1UL << (First + choice) : CronValues.Range(First + choice, Last, Step);
}

// The H of an expression. Each job draws its own values, the same on every node and after every restart.
internal sealed class CronDraws(CronDraw[] draws) : IEquatable<CronDraws>
{
    private readonly CronDraw[] _draws = draws;

    public CronDraw? In(int field)
    {
        foreach (var draw in _draws)
        {
            if (draw.Field == field)
                return draw;
        }
        return null;
    }

    public CronSchedule Draw(in CronSchedule schedule, ulong seed)
    {
        var drawn = schedule;
        foreach (var draw in _draws)
            drawn = drawn.WithField(draw.Field, draw.Bits((int)(SeedMix.Fraction(seed, draw.Field) * draw.Choices)));
        return drawn.Classified();
    }

    // Whether some day fits whatever is drawn. A day by its number does at once, on whatever weekday; one that moves with
    // the weekdays may meet none of those drawn.
    public bool AlwaysHaveDay(in CronSchedule schedule) =>
        schedule.DayKind <= CronDays.Listed && CronCalendar.HasDayInEveryMonth(in schedule) || AlwaysHaveDay(in schedule, 0);

    private bool AlwaysHaveDay(in CronSchedule schedule, int next)
    {
        while (next < _draws.Length && CronField.WithSeconds[_draws[next].Field].IsTime)
            next++;
        if (next == _draws.Length)
            return CronCalendar.HasDay(schedule.Classified());

        for (var choice = 0; choice < _draws[next].Choices; choice++)
        {
            if (!AlwaysHaveDay(schedule.WithField(_draws[next].Field, _draws[next].Bits(choice)), next + 1))
                return false;
        }
        return true;
    }

    // As Cronos draws: System.Random keeps its sequence for a seed, and the fields are drawn from left to right. Its
    // weekdays go from 0 to 7, which makes Sundays twice as likely.
    public CronSchedule DrawLikeCronos(in CronSchedule schedule, int seed)
    {
        var random = new Random(seed);
        var drawn = schedule;
        foreach (var draw in _draws)
        {
            var field = CronField.WithSeconds[draw.Field];
            var whole = draw.Last == field.LastDrawn && field.IsWeekday ? draw with { Last = field.Last } : draw;
            drawn = drawn.WithField(draw.Field, field.Fold(whole.Bits(random.Next(whole.Choices))));
        }
        return (drawn with { Extras = (drawn.Extras! with { Draws = null }).OrNone }).Classified();
    }

    public bool Equals(CronDraws? other) => other is not null && _draws.AsSpan().SequenceEqual(other._draws);

    public override bool Equals(object? obj) => Equals(obj as CronDraws);

    public override int GetHashCode() => _draws.Length == 0 ? 0 : _draws[0].GetHashCode();
}
