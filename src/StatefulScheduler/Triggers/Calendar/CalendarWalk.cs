namespace StatefulScheduler;

// Dates that can only be walked to, each from the one before. Marks on the way, once it has been gone, spare the walk from
// the start. Immutable but for the marks, which only grow; of two threads that set them at once, either may win.
internal sealed class CalendarWalk(DateOnly start, CalendarStep step)
{
    private const int StepsBetweenMarks = 32;

    private DateOnly[] _marks = [start];

    // The last date at or before, and the first at or after, one that is not before the start.
    public (DateOnly Last, DateOnly? First) Around(DateOnly date)
    {
        var marks = MarksUpTo(date);
        var mark = Array.BinarySearch(marks, date);
        var last = marks[mark < 0 ? ~mark - 1 : mark];
        var next = last == date ? last : step.After(last);
        while (next < date)
        {
            last = next.Value;
            next = step.After(last);
        }
        return (next == date ? date : last, next);
    }

    private DateOnly[] MarksUpTo(DateOnly date)
    {
        var marks = _marks;
        if (Ahead(marks[^1]) is not { } mark || mark > date)
            return marks;

        var more = new List<DateOnly>(marks);
        for (DateOnly? next = mark; next <= date; next = Ahead(next.Value))
            more.Add(next.Value);
        return _marks = [.. more];
    }

    private DateOnly? Ahead(DateOnly mark)
    {
        DateOnly? date = mark;
        for (var i = 0; i < StepsBetweenMarks && date is not null; i++)
            date = step.After(date.Value);
        return date;
    }
}
