using Microsoft.Extensions.Logging;
using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Diagnostics;

public class LogTests
{
    private readonly LogLines log = new();
    private readonly TestClock clock = new();

    [Fact]
    public async Task A_call_tells_its_attempts_and_what_becomes_of_them()
    {
        var errors = new[] { new IOException("1"), new IOException("2") };

        await Policy(options => options.MaxAttempts = 2).TryExecuteAsync(new Script([.. errors]).CallAsync, TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                (LogLevel.Debug, 1, "Attempt 1 under retry policy 'payments' begins.", null),
                (LogLevel.Warning, 2, "Attempt 1 under retry policy 'payments' failed; the next follows in 00:00:01.", errors[0]),
                (LogLevel.Debug, 1, "Attempt 2 under retry policy 'payments' begins.", null),
                (LogLevel.Error, 3, "Retry policy 'payments' gave up at attempt 2, after 00:00:01 of waiting.", (Exception?)errors[1]),
            ],
            log.Lines);
    }

    [Fact]
    public void What_is_not_retried_is_told()
    {
        Policy(options => options.RetryIf = RetryIf.Never).TryExecute(new Script(new IOException("x")).Call, TestContext.Current.CancellationToken);

        Assert.Equal((LogLevel.Information, 4, "What attempt 1 under retry policy 'payments' threw is not retried."), Last());
    }

    [Fact]
    public void An_empty_budget_is_told()
    {
        Policy(options => options.SharedBudget = RetryBudget.Concurrency(0, 0)).TryExecute(new Script(new IOException("x")).Call, TestContext.Current.CancellationToken);

        Assert.Equal((LogLevel.Warning, 5, "The budget of retry policy 'payments' has no retry left: given up at attempt 1."), Last());
    }

    [Fact]
    public void A_deadline_that_leaves_no_time_is_told()
    {
        var still = new TestClock(jumps: false);
        using var deadline = RetryDeadline.Begin(Second, still);

        Policy(options => options.TimeProvider = still).TryExecute(new Script(new IOException("x")).Call, TestContext.Current.CancellationToken);

        Assert.Equal((LogLevel.Warning, 6, "The deadline leaves retry policy 'payments' no time after attempt 1: the next would have followed in 00:00:01."), Last());
    }

    private RetryPolicy Policy(Action<RetryOptions> change)
    {
        var options = new RetryOptions { Wait = Wait.Fixed(Second), TimeProvider = clock, Logger = log };
        change(options);
        return new RetryPolicy(options, "payments");
    }

    private (LogLevel Level, int Id, string Text) Last() => (log.Lines[^1].Level, log.Lines[^1].Id, log.Lines[^1].Text);
}
