using StatefulScheduler.Conformance.Apscheduler.Scenarios;

namespace StatefulScheduler.Conformance.Apscheduler;

// What APScheduler 3 and 4 answered; the formats are told in the README.md beside the vectors.
internal static class ApschedulerSuite
{
    public static Suite Create() => new("apscheduler",
    [
        new CronVectors("cron.json", FireList.OfCron),
        new CronVectors("crontab.json", FireList.OfCron),
        new CronVectors("cron_v4.json", FireList.OfCron),
        new CronVectors("known_bugs.json", vector => FireList.Of(vector, "documented")),
        new IntervalVectors("interval.json"),
        new CalendarVectors("calendarinterval.json"),
        new DateVectors("date.json"),
        new CombiningVectors("combining_v3.json"),
        new StatefulVectors("combining_v4.json"),
        new StatefulVectors("misc_v4.json"),
        new InvalidVectors("invalid.json"),
        new QuirkVectors("quirks.json"),
        new RunTimesVectors("run_times.json"),
        new ScenarioVectors("scenarios.json"),
    ]);
}
