using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// The jobs, states and requests that the checks are made of.
internal static class Some
{
    public const string Handler = "import";

    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    public static readonly HandlerSet Handlers = HandlersOf((Handler, 1));

    public static HandlerSet HandlersOf(params (string Name, int Schema)[] handlers) =>
        new(handlers.ToDictionary(handler => handler.Name, handler => handler.Schema));

    public static ClaimRequest Request(string node = "node-1") => new(node, Handlers, Lease);

    public static JobState State(int number) => JobState.Parse(FormattableString.Invariant($$"""{"n":{{number}}}"""));

    public static JobPlan Plan(string id, DateTimeOffset addedAt) => new()
    {
        Id = id,
        Handler = Handler,
        Trigger = Trigger.Every(TimeSpan.FromHours(1)),
        AddedAt = addedAt,
        AnchoredAt = addedAt,
    };

    public static PendingRun Manual(DateTimeOffset due, string? runId = "by-hand") =>
        new() { Kind = PendingKind.Manual, RunId = runId, ScheduledAt = due, DueAt = due, FirstAttemptAt = due, OffSchedule = true };

    public static PendingRun Retry(DateTimeOffset due, DateTimeOffset scheduled, int attempt = 2) =>
        new() { Kind = PendingKind.Retry, ScheduledAt = scheduled, DueAt = due, Attempt = attempt, FirstAttemptAt = scheduled, IdleFor = due - scheduled };
}
