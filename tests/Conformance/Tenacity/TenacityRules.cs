namespace StatefulScheduler.Conformance.Tenacity;

// Where the library means to differ from Tenacity.
internal static class TenacityRules
{
    public static Rule RefusedAtTheDoor { get; } = new("refused at the door",
        "Tenacity accepts negative times, fewer attempts than one, a random wait whose end is before its beginning and a base that is not above 0; the library must refuse to make such a strategy, with an ArgumentException.");

    public static Rule RefusedDelay { get; } = new("no negative delay",
        "Tenacity hands a negative number of seconds that code gave to sleep; the library must end with InvalidOperationException.");

    public static Rule AttemptsFromOne { get; } = new("attempts from 1",
        "Tenacity's formulas can be asked about an attempt 0; the library's attempts are counted from 1, and it refuses a state that says otherwise.");

    public static Rule CancellationIsMeant { get; } = new("a cancellation is meant",
        "Tenacity lets a negated condition, a message or a predicate retry a cancellation; in the library only RetryIf.Always, and who names cancellations, do. What follows from that is worked out here from the condition's text.");

    public static Rule ZeroIsNoSleep { get; } = new("zero is no sleep",
        "Tenacity hands a delay of zero to sleep; the library goes on at once. The before-delay hook must show it nonetheless.");

    public static Rule ElapsedToTheEnd { get; } = new("elapsed to the end",
        "Tenacity's delay_since_first_attempt is that of the last stop check; the library's Elapsed is the time to the end of the last attempt, however it ended.");

    public static Rule DisabledCountsToo { get; } = new("a disabled policy counts",
        "Tenacity keeps no statistics when it is disabled; the library tells of the one attempt.");

    public static Rule NoStatisticsOfABrokenCall { get; } = new("a broken call has no statistics",
        "What a hook or a strategy throws ends a call before it has an outcome: Tenacity's statistics can be read from the outside all the same, the library's are part of the outcome.");

    public static Rule ValueIsKept { get; } = new("the value is kept",
        "A give-up callback of Tenacity's block form returns a value that nobody gets; the library must hand it out after the loop.");

    public static Rule AsDotNetWrites { get; } = new("values as .NET writes them",
        "Log lines write a result as the language does: None is null, and a number that is whole has no fraction.");

    public static Rule TypedInCSharp { get; } = new("a matter of the compiler",
        "Tenacity refuses at run time what a C# program cannot even say: a message condition with neither or both of its arguments, or an argument that does not exist.");
}
