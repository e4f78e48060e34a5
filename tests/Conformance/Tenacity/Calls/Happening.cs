using System.Text.Json;
using StatefulScheduler.Conformance.Tenacity.Specs;

namespace StatefulScheduler.Conformance.Tenacity.Calls;

// One thing that happens in a call, and the times that go with it.
internal readonly record struct Happening(string What, params double[] Times)
{
    public bool IsCall => What.StartsWith("call ", StringComparison.Ordinal);

    public bool IsSleep => What == "sleep";

    public bool IsEmptySleep => IsSleep && Times[0] == 0;

    // What is done to the world, whoever watches.
    public bool IsDone => IsSleep || IsCall;

    public static Happening Before(int attempt) => new($"before {attempt}");

    public static Happening Call(int call, double clock) => new($"call {call}", clock);

    public static Happening Judged(int attempt, bool retries) => new($"condition {attempt}: retries {retries}");

    public static Happening After(int attempt, string outcome, double elapsed) => new($"after {attempt}: {outcome}", elapsed);

    public static Happening Waits(int attempt, double delay) => new($"wait {attempt}", delay);

    public static Happening Stops(int attempt, bool stops) => new($"stop {attempt}: stops {stops}");

    public static Happening BeforeDelay(int attempt, string outcome, double delay, double idleFor) => new($"before delay {attempt}: {outcome}", delay, idleFor);

    public static Happening Sleep(double delay) => new("sleep", delay);

    public static Happening GivesUp(int attempt, string outcome) => new($"give up {attempt}: {outcome}");

    public static Happening Read(JsonElement json) => json.GetProperty("at").GetString() switch
    {
        "before" => Before(Attempt(json)),
        "call" => Call(json.GetProperty("call").GetInt32(), Number(json, "clock")),
        "predicate" => Judged(Attempt(json), json.GetProperty("retries").GetBoolean()),
        "after" => After(Attempt(json), Outcome(json), Number(json, "since_start")),
        "wait" => Waits(Attempt(json), Number(json, "seconds")),
        "stop" => Stops(Attempt(json), json.GetProperty("stops").GetBoolean()),
        "before_sleep" => BeforeDelay(Attempt(json), Outcome(json), Number(json, "next_sleep"), Number(json, "idle_for")),
        "sleep" => Sleep(Number(json, "seconds")),
        "give_up" => GivesUp(Attempt(json), Outcome(json)),
        var at => throw new JsonException($"There is no event '{at}'."),
    };

    public bool IsLike(Happening found, int conversions) =>
        What == found.What && Times.Zip(found.Times).All(times => Seconds.AreNear(times.First, Seconds.Span(times.Second), conversions));

    public override string ToString() => $"{What} [{string.Join(", ", Times.Select(Seconds.Write))}]";

    private static int Attempt(JsonElement json) => json.GetProperty("attempt").GetInt32();

    private static double Number(JsonElement json, string name) => json.GetProperty(name).GetDouble();

    private static string Outcome(JsonElement json) => new AttemptOutcome(json.GetProperty("outcome")).Write();
}
