namespace StatefulScheduler;

/// <summary>Says which day a number means in the day of week of <see cref="Trigger.CronFields"/> and <see cref="Trigger.FromCrontab"/>.</summary>
public enum WeekdayNumbers
{
    /// <summary>0 is Monday and 6 is Sunday, as in APScheduler 3.</summary>
    MondayIsZero,

    /// <summary>0 and 7 are Sunday and 1 is Monday, as in crontab and in APScheduler 4. Ranges may go on through the end of the week: <c>6-1</c>.</summary>
    SundayIsZero,
}
