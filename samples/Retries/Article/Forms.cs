using Retries.Stage;
using StatefulScheduler.Retries;

namespace Retries.Article;

// In which form.
internal static class Forms
{
    private static readonly RetryPolicy ThreeTimes = Show.On(new(new() { MaxAttempts = 3, Wait = Wait.Fixed(TimeSpan.FromSeconds(1)) }));

    public static async Task AsynchronousAsync()
    {
        var calls = 0;
        var policy = ThreeTimes;
        // <async>
        var page = await policy.ExecuteAsync(async token =>
        {
            await Task.Yield(); // A request, with the token.
            return ++calls < 3 ? throw new HttpRequestException("reset") : "<html>";
        });
        Console.WriteLine($"{page} at attempt {calls}");
        // </async>
        Check.That((page, calls) == ("<html>", 3), "The third call gets the page.");
    }

    public static void Statistics()
    {
        var policy = ThreeTimes;
        // <statistics>
        var calls = 0;
        var outcome = policy.TryExecute(_ => ++calls < 3 ? throw new TimeoutException("no answer") : "pong");
        Console.WriteLine($"{outcome.End}: {outcome.Value}, {outcome.Statistics.Attempts} attempts, {outcome.Statistics.IdleFor.TotalSeconds} s of them waiting");
        // </statistics>
        Check.That(outcome is { Succeeded: true, Statistics: { Attempts: 3, IdleFor.TotalSeconds: 2 } }, $"{outcome}");
    }

    public static void Block()
    {
        var policy = ThreeTimes;
        // <block>
        var rows = 0;
        foreach (var attempt in policy.Attempts())
        {
            try
            {
                rows = attempt.Number < 3 ? throw new IOException("locked") : 7;
            }
            catch (Exception error) when (attempt.Capture(error))
            {
                Console.WriteLine($"caught attempt {attempt.Number}: {error.Message}");
            }
        }

        Console.WriteLine($"{rows} rows");
        // </block>
        Check.That(rows == 7, "The block's third attempt reads 7 rows.");
    }

    public static async Task AsynchronousBlockAsync()
    {
        var answers = new Queue<string>(["busy", "busy", "ready"]);
        var policy = ThreeTimes.With(options => options.RetryIf = RetryIf.Result<string>(answer => answer == "busy"));
        // <async-block>
        var attempts = policy.AttemptsAsync();
        await foreach (var attempt in attempts)
        {
            try
            {
                await Task.Yield();
                attempt.SetResult(answers.Dequeue()); // For rules that look at results.
            }
            catch (Exception error) when (attempt.Capture(error))
            {
            }
        }

        Console.WriteLine($"{attempts.End} after {attempts.Statistics.Attempts} attempts");
        // </async-block>
        Check.That(attempts.TryGetResult<string>(out var answer) && answer == "ready", "The third answer is accepted.");
    }

    public static void Wrapped()
    {
        var policy = ThreeTimes;
        // <wrap>
        var tries = new Dictionary<string, int>();
        var fetch = policy.Wrap<string, string>((page, _) => (tries[page] = tries.GetValueOrDefault(page) + 1) < 2 ? throw new IOException("busy") : $"<{page}>");
        Console.WriteLine($"{fetch("a", default)} {fetch("b", default)}"); // Two calls, each with attempts of its own.
        // </wrap>
        Check.Same([2, 2], tries.Values, "The attempts of the two calls");
    }
}
