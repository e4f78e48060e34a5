using StatefulScheduler.Conformance.Apscheduler.Scenarios;

namespace StatefulScheduler.Conformance.Apscheduler;

// What APScheduler 3 and 4 answered; the formats are told in the README.md beside the vectors.
internal static class ApschedulerSuite
{
    public static Suite Create() => new("apscheduler",
    [
        new CronVectors("cron.json"),
        new CronVectors("crontab.json"),
        new IntervalVectors("interval.json"),
        new RunTimesVectors("run_times.json"),
        new ScenarioVectors("scenarios.json"),
    ]);
}
