namespace StatefulScheduler.Conformance.Cron;

// What Cronos 0.13.0 answered; the format is told in the README.md beside the vectors.
internal static class CronSuite
{
    public static Suite Create() => new("cron", []);
}
