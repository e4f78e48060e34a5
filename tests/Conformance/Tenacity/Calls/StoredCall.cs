using System.Text.Json;
using StatefulScheduler.Retries;

namespace StatefulScheduler.Conformance.Tenacity.Calls;

// A call whose retries are kept in a store: nothing but the written progress goes from one attempt to the next.
internal static class StoredCall
{
    public static CallFinding Make(Stage stage)
    {
        var stored = JsonSerializer.Serialize(RetryProgress.Start(stage.Clock.GetUtcNow()));
        while (true)
        {
            var (decision, result) = Step(stage, JsonSerializer.Deserialize<RetryProgress>(stored));
            if (!decision.Retry)
                return new(decision.End is RetryEnd.Stopped ? null : result, decision.End, new(decision.Next.Attempt, decision.Next.IdleFor, null));
            stored = JsonSerializer.Serialize(decision.Next);
            Sleep(stage, decision.Delay);
        }
    }

    // The decision, and what the caller gets if it is not retried. (What he gets when the policy gives up is the store's affair.)
    private static (RetryDecision Decision, string Result) Step(Stage stage, RetryProgress progress)
    {
        object? value;
        try
        {
            value = stage.Call();
        }
        catch (Exception exception) // The attempt's outcome.
        {
            return (stage.Policy.Decide(progress, exception, stage.Clock.GetUtcNow()), CallFinding.Write(exception));
        }
        return (stage.Policy.DecideResult(progress, value, stage.Clock.GetUtcNow()), CallFinding.Returned(value));
    }

    private static void Sleep(Stage stage, TimeSpan delay)
    {
        if (delay == TimeSpan.Zero)
            return;
        stage.Clock.Advance(delay);
        stage.See(Happening.Sleep(delay.TotalSeconds));
    }
}
