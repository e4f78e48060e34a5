using StatefulScheduler;

namespace ErrorListener;

internal static class Say
{
    public static void Title(string title) => Console.WriteLine($"{Environment.NewLine}{title}");

    public static void Line(string text) => Console.WriteLine($"   {text}");

    public static void Job(ScheduledJob job) =>
        Line($"{job.Id} is {job.Status}, state {job.State}, version {job.Version}{(job.Pause is { } pause ? $", because: {pause.Reason}" : "")}");
}

internal static class Check
{
    // Ends the program with an exit code other than 0.
    public static void That(bool holds, string otherwise)
    {
        if (holds)
            return;
        Console.Error.WriteLine($"FAILED: {otherwise}");
        Environment.Exit(1);
    }
}
