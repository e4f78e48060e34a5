using Retries.Stage;
using StatefulScheduler.Retries;

namespace Retries.Beyond;

// What holds many retries, or many layers of them, together.
internal static class Bounds
{
    public static void Budget()
    {
        // <budget>
        var budget = RetryBudget.TokenBucket(maxTokens: 12); // One for the service, whoever calls it: retries while more than half of the tokens are there.
        var read = new RetryPolicy(new() { MaxAttempts = 4, Wait = Wait.None, SharedBudget = budget });
        var write = new RetryPolicy(new() { MaxAttempts = 4, Wait = Wait.None, SharedBudget = budget });
        foreach (var policy in new[] { read, write, read })
            Console.WriteLine(policy.TryExecute<int>(_ => throw new TimeoutException("down")));
        // </budget>
        Check.That(read.TryExecute<int>(_ => throw new TimeoutException("down")) is { End: RetryEnd.BudgetExhausted, Statistics.Attempts: 1 }, "An empty budget holds up every retry.");
        Check.That(read.TryExecute(_ => 1).Succeeded, "An empty budget holds up no first attempt.");
    }

    public static void Deadline()
    {
        var clock = Show.Clock;
        var policy = Show.On(new(new() { MaxAttempts = 10, Wait = Wait.Fixed(TimeSpan.FromSeconds(3)) }));
        // <deadline>
        using var deadline = RetryDeadline.Begin(TimeSpan.FromSeconds(10), clock); // For all that is called from here, however deep.
        var outcome = policy.TryExecute<int>(token =>
        {
            clock.Pass(TimeSpan.FromSeconds(2)); // Two seconds of work.
            throw new IOException("busy");
        });
        Console.WriteLine($"{outcome.End} after {outcome.Statistics.Attempts} attempts; {deadline.Remaining.TotalSeconds} s are left");
        // </deadline>
        Check.That(outcome is { End: RetryEnd.DeadlineReached, Statistics.Attempts: 2 } && deadline.Remaining == TimeSpan.FromSeconds(3), $"{outcome}");
    }

    public static void Nesting()
    {
        // <nesting>
        foreach (var nesting in Enum.GetValues<RetryNesting>())
        {
            var calls = 0;
            var policy = new RetryPolicy(new() { MaxAttempts = 3, Wait = Wait.None, Nesting = nesting });
            policy.TryExecute(outer => policy.Execute(inner => policy.Execute(_ => ++calls > 0 ? throw new IOException("busy") : 0, inner), outer));
            Console.WriteLine($"{nesting}: three layers of three attempts are {calls} calls");
            Check.That(calls == (nesting == RetryNesting.OuterOnly ? 3 : 27), $"{nesting} made {calls} calls.");
        }
        // </nesting>
    }

    public static void RetryAfter()
    {
        // <retry-after>
        var answers = new Queue<Exception>([new IOException("reset"), new ThrottledException(TimeSpan.FromSeconds(7)), new IOException("reset"), new ThrottledException(TimeSpan.FromHours(1))]);
        var polite = new RetryPolicy(new() { MaxAttempts = 10, Backoff = BackoffKind.Exponential, Delay = TimeSpan.FromSeconds(1), MaxRetryAfter = TimeSpan.FromMinutes(1) });
        var outcome = Show.Play<int>(polite, _ => throw answers.Dequeue());
        // </retry-after>
        Check.That(outcome is { End: RetryEnd.Stopped, Statistics: { Attempts: 4, IdleFor.TotalSeconds: 1 + 7 + 1 } }, $"{outcome}");
    }

    // <throttled>
    private sealed class ThrottledException(TimeSpan wait) : Exception($"come back in {wait.TotalSeconds} s"), IRetryAfter
    {
        public TimeSpan? RetryAfter => wait;
    }
    // </throttled>
}
