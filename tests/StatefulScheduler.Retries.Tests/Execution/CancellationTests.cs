using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Execution;

public sealed class CancellationTests : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly TestClock still = new(jumps: false);

    public void Dispose() => source.Dispose();

    [Fact]
    public async Task A_cancelled_token_keeps_the_first_attempt_from_beginning()
    {
        source.Cancel();
        var script = new Script(1);

        await Assert.ThrowsAsync<OperationCanceledException>(async () => await RetryPolicy.Default.ExecuteAsync(script.CallAsync, source.Token));
        Assert.Throws<OperationCanceledException>(() => RetryPolicy.Default.Execute(script.Call, source.Token));
        var outcome = await RetryPolicy.Default.TryExecuteAsync(script.CallAsync, source.Token);

        Assert.Equal((0, RetryEnd.Cancelled, 0), (script.Calls, outcome.End, outcome.Statistics.Attempts));
    }

    [Fact]
    public async Task It_ends_a_delay_at_once_and_the_last_error_is_inside()
    {
        var policy = new RetryPolicy(new() { Wait = Wait.Fixed(TimeSpan.FromDays(1)), TimeProvider = still });
        var call = policy.ExecuteAsync(new Script(new IOException("why")).CallAsync, source.Token).AsTask();
        Assert.Equal(1, still.Armed);

        source.Cancel();

        var error = await Assert.ThrowsAsync<OperationCanceledException>(() => call);
        Assert.Equal(("why", source.Token), (error.InnerException!.Message, error.CancellationToken));
        Assert.True(call.IsCanceled);
        Assert.Equal(0, still.Armed);
    }

    [Fact]
    public void It_ends_a_delay_of_a_synchronous_call_too()
    {
        var policy = new RetryPolicy(new() { Wait = Wait.Fixed(TimeSpan.FromDays(1)), BeforeDelay = _ => source.CancelAfter(5) });

        Assert.Throws<OperationCanceledException>(() => policy.Execute(new Script(new IOException()).Call, source.Token));
    }

    [Fact]
    public async Task What_the_operation_throws_because_of_it_comes_out_as_it_is()
    {
        var script = new Script(new OperationCanceledException("mine"));
        Func<CancellationToken, ValueTask<object?>> cancels = token =>
        {
            source.Cancel();
            return script.CallAsync(token);
        };
        foreach (var condition in new[] { RetryIf.Exception(), RetryIf.Always, RetryIf.Exception<OperationCanceledException>() })
        {
            var error = await Assert.ThrowsAsync<OperationCanceledException>(async () => await new RetryPolicy(new() { RetryIf = condition, Wait = Wait.None }).ExecuteAsync(cancels));
            Assert.Equal("mine", error.Message);
        }
    }

    [Fact]
    public async Task A_failure_is_not_retried_once_the_token_is_cancelled()
    {
        var script = new Script(new IOException("why"));

        var error = await Assert.ThrowsAsync<OperationCanceledException>(async () => await RetryPolicy.Default.ExecuteAsync(
            async token =>
            {
                source.Cancel();
                await script.YieldAsync(token);
            },
            source.Token));

        Assert.Equal((1, "why"), (script.Calls, error.InnerException!.Message));
    }

    [Fact]
    public async Task An_error_that_is_not_to_be_retried_is_told_even_then()
    {
        var policy = new RetryPolicy(new() { RetryIf = RetryIf.Never });

        await Assert.ThrowsAsync<IOException>(async () => await policy.ExecuteAsync<int>(
            _ =>
            {
                source.Cancel();
                throw new IOException();
            },
            source.Token));
    }

    [Fact]
    public async Task A_timeout_of_HttpClient_is_retried()
    {
        var script = new Script(new TaskCanceledException("x", new TimeoutException()), 1);

        Assert.Equal(1, await new RetryPolicy(new() { Wait = Wait.None }).ExecuteAsync(script.CallAsync, source.Token));
    }

    [Fact]
    public async Task A_stop_token_ends_a_delay_with_the_last_outcome()
    {
        var policy = new RetryPolicy(new() { Wait = Wait.Fixed(TimeSpan.FromDays(1)), Stop = Stop.WhenCancelled(source.Token) | Stop.AfterAttempt(9), TimeProvider = still });
        var call = policy.TryExecuteAsync(new Script(new IOException("why")).CallAsync).AsTask();

        source.Cancel();

        var outcome = await call;
        Assert.Equal((RetryEnd.Stopped, "why", 1), (outcome.End, outcome.Exception!.Message, outcome.Statistics.Attempts));
    }

    [Fact]
    public async Task A_stop_token_that_others_must_agree_with_does_not_end_a_delay()
    {
        var script = new Script(new IOException());
        var policy = new RetryPolicy(new() { Wait = Wait.Fixed(Second), Stop = Stop.WhenCancelled(source.Token) & Stop.AfterAttempt(3), TimeProvider = still });
        var call = policy.TryExecuteAsync(script.CallAsync).AsTask();

        source.Cancel();
        for (var delay = 0; delay < 2; delay++)
            (await still.ArmedAsync()).Advance(Second);

        Assert.Equal((RetryEnd.Stopped, 3), ((await call).End, script.Calls));
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_a_timeout_and_tried_again()
    {
        var policy = new RetryPolicy(new() { AttemptTimeout = Seconds(5), Wait = Wait.Fixed(Second), MaxAttempts = 2, TimeProvider = still });
        var tokens = new List<CancellationToken>();
        var call = policy.TryExecuteAsync<int>(
            token =>
            {
                tokens.Add(token);
                return ForEverAsync(token);
            },
            source.Token).AsTask();

        foreach (var seconds in new[] { 5, 1, 5 })
            (await still.ArmedAsync()).Advance(Seconds(seconds));

        var outcome = await call;
        Assert.Equal(RetryEnd.Stopped, outcome.End);
        Assert.Equal("The attempt took longer than its limit of 00:00:05.", Assert.IsType<TimeoutException>(outcome.Exception).Message);
        Assert.IsAssignableFrom<OperationCanceledException>(outcome.Exception.InnerException);
        Assert.Equal(2, tokens.Distinct().Count());
        Assert.Equal(new(2, Second, Seconds(11)), outcome.Statistics);
    }

    [Fact]
    public async Task Under_an_attempts_limit_the_callers_token_is_the_callers()
    {
        var policy = new RetryPolicy(new() { AttemptTimeout = Seconds(5), TimeProvider = still });
        var call = policy.ExecuteAsync(ForEverAsync, source.Token).AsTask();

        source.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(0, still.Armed);
    }

    private static async ValueTask<int> ForEverAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return 0;
    }
}
