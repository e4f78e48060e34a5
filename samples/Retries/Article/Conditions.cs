using Retries.Stage;
using StatefulScheduler.Retries;

namespace Retries.Article;

// What to retry.
internal static class Conditions
{
    public static void ByException()
    {
        // <exception>
        var ofIo = new RetryPolicy(new() { RetryIf = RetryIf.Exception<IOException>(), MaxAttempts = 3, Wait = Wait.Fixed(TimeSpan.FromSeconds(1)) });
        var cutOff = Show.Play<int>(ofIo, _ => throw new EndOfStreamException("cut off")); // Derived from IOException.
        var garbled = Show.Play<int>(ofIo, _ => throw new FormatException("not a number"));
        // </exception>
        Check.That(cutOff is { End: RetryEnd.Stopped, Statistics.Attempts: 3 }, $"{cutOff}");
        Check.That(garbled is { End: RetryEnd.NotRetryable, Statistics.Attempts: 1 }, $"{garbled}");
    }

    public static void ByResult()
    {
        // <result>
        var answers = new Queue<string?>([null, null, "42"]);
        var untilAnswered = new RetryPolicy(new() { RetryIf = RetryIf.Result<string?>(answer => answer is null), MaxAttempts = 5, Wait = Wait.Fixed(TimeSpan.FromSeconds(1)) });
        var outcome = Show.Play(untilAnswered, _ => answers.Dequeue());
        // </result>
        Check.That(outcome is { Succeeded: true, Value: "42", Statistics.Attempts: 3 }, $"{outcome}");
    }

    public static void Combined()
    {
        // <combined>
        var either = new RetryPolicy(new()
        {
            RetryIf = RetryIf.Result<int>(number => number != 2) | RetryIf.Exception<InvalidOperationException>(),
            MaxAttempts = 10,
            Wait = Wait.None,
        });
        var outcome = Show.Play(either, Draws());
        // </combined>
        Check.That(outcome is { Succeeded: true, Value: 2, Statistics.Attempts: 3 }, $"{outcome}");
    }

    public static void AsTheOriginalWroteIt()
    {
        // <and>
        // retry=(retry_if_exception_type(…) and retry_if_result(…)): between two objects, Python's `and` gives the second. The first is gone.
        var second = RetryIf.Result<int>(number => number != 2);
        var outcome = Show.Play(new RetryPolicy(new() { RetryIf = second, MaxAttempts = 10, Wait = Wait.None }), Draws());
        // </and>
        Check.That(outcome is { End: RetryEnd.NotRetryable, Statistics.Attempts: 1 }, $"{outcome}");
    }

    // <draws>
    private static Func<CancellationToken, int> Draws()
    {
        var random = new Random(8); // Draws 3, then 1, then 2.
        return _ => random.Next(1, 4) is var drawn and not 3 ? drawn : throw new InvalidOperationException("drew 3");
    }
    // </draws>
}
