namespace StatefulScheduler;

/// <summary>Says how far apart the dates of <see cref="Trigger.Calendar"/> lie: years and months are added first, then weeks and days.</summary>
/// <param name="Years">Calendar years; not negative.</param>
/// <param name="Months">Calendar months; not negative.</param>
/// <param name="Weeks">Weeks of seven days; not negative.</param>
/// <param name="Days">Days; not negative.</param>
public readonly record struct CalendarPeriod(int Years = 0, int Months = 0, int Weeks = 0, int Days = 0);
