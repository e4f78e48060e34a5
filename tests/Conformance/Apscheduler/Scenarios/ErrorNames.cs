namespace StatefulScheduler.Conformance.Apscheduler.Scenarios;

// Errors of both sides, brought to the same words.
internal static class ErrorNames
{
    public const string Lookup = "no such job";
    public const string Conflict = "the id is taken";
    public const string Argument = "an argument is refused";
    public const string Status = "not in this status";
    public const string Lifecycle = "not in this state of the scheduler";

    public static string? Of(string? trace) => trace switch
    {
        null => null,
        "JobLookupError" => Lookup,
        "ConflictingIdError" => Conflict,
        "SchedulerAlreadyRunningError" or "SchedulerNotRunningError" => Lifecycle,
        "ValueError" or "TypeError" or "KeyError" or "LookupError" or "AttributeError" => Argument,
        _ => trace,
    };

    // What a run raised; a command in it may have been refused.
    public static string OfRun(string trace) => trace == "JobLookupError" ? Lookup : trace;

    public static string OfRun(Exception exception) => exception is JobNotFoundException ? Lookup : OfRun(exception.Message);

    // Null: nothing that a scheduler says to its user.
    public static string? Of(Exception exception) => exception switch
    {
        JobNotFoundException => Lookup,
        JobExistsException => Conflict,
        JobStatusException => Status,
        ArgumentException or FormatException => Argument,
        _ => null,
    };
}
