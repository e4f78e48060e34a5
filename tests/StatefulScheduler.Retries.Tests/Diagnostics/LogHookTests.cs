using Microsoft.Extensions.Logging;
using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Diagnostics;

public class LogHookTests
{
    private readonly LogLines log = new();

    [Theory]
    [InlineData(1, "1st")]
    [InlineData(2, "2nd")]
    [InlineData(3, "3rd")]
    [InlineData(4, "4th")]
    [InlineData(11, "11th")]
    [InlineData(12, "12th")]
    [InlineData(13, "13th")]
    [InlineData(21, "21st")]
    [InlineData(112, "112th")]
    public void The_hook_before_an_attempt_counts_as_one_speaks(int attempt, string ordinal)
    {
        RetryLog.Before(log, LogLevel.Information)(new() { AttemptNumber = attempt, PolicyName = "payments" });

        Assert.Equal([(LogLevel.Information, 10, $"Starting call to 'payments', this is the {ordinal} time calling it.", null)], log.Lines);
    }

    [Fact]
    public void The_hook_after_an_attempt_says_how_long_it_took()
    {
        RetryLog.After(log, LogLevel.Debug)(new() { AttemptNumber = 2, Elapsed = Seconds(0.25) });

        Assert.Equal([(LogLevel.Debug, 10, "Finished call to '<unknown>' after 0.25(s), this was the 2nd time calling it.", null)], log.Lines);
    }

    [Fact]
    public void The_hook_before_a_delay_says_why()
    {
        var error = new TimeoutException("too slow");
        var (silent, full) = (RetryLog.BeforeDelay(log, LogLevel.Warning), RetryLog.BeforeDelay(log, LogLevel.Warning, withException: true));

        silent(new() { PolicyName = "payments", NextDelay = Seconds(1.5), Exception = error });
        full(new() { PolicyName = "payments", NextDelay = Seconds(1.5), Exception = error });
        silent(new() { PolicyName = "payments", NextDelay = Second, Result = 42 });
        silent(new() { PolicyName = "payments", NextDelay = Second });

        Assert.Equal(
            [
                (LogLevel.Warning, 10, "Retrying payments in 1.5 seconds as it raised TimeoutException: too slow.", null),
                (LogLevel.Warning, 10, "Retrying payments in 1.5 seconds as it raised TimeoutException: too slow.", (Exception?)error),
                (LogLevel.Warning, 10, "Retrying payments in 1 seconds as it returned 42.", null),
                (LogLevel.Warning, 10, "Retrying payments in 1 seconds as it returned null.", null),
            ],
            log.Lines);
    }

    [Fact]
    public void At_no_level_nothing_is_logged()
    {
        RetryLog.Before(log, LogLevel.None)(new());

        Assert.Empty(log.Lines);
    }
}
