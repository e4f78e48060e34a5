namespace StatefulScheduler.Retries.Tests.Nesting;

public class NestingTests
{
    [Theory]
    [InlineData(RetryNesting.Multiply, RetryNesting.Multiply, 9)]
    [InlineData(RetryNesting.OuterOnly, RetryNesting.OuterOnly, 3)]
    [InlineData(RetryNesting.OuterOnly, RetryNesting.Multiply, 9)]
    [InlineData(RetryNesting.Multiply, RetryNesting.OuterOnly, 9)]
    public async Task Retries_inside_retries_multiply_unless_both_policies_leave_them_to_the_outer(RetryNesting outer, RetryNesting inner, int calls)
    {
        var (blocking, awaited) = (new Script(new IOException("x")), new Script(new IOException("x")));

        Assert.Throws<IOException>(() => Policy(outer).Execute(token => Policy(inner).Execute(blocking.Call, token)));
        await Assert.ThrowsAsync<IOException>(() => Policy(outer).ExecuteAsync(token => Policy(inner).ExecuteAsync(awaited.YieldAsync, token), TestContext.Current.CancellationToken).AsTask());

        Assert.Equal((calls, calls), (blocking.Calls, awaited.Calls));
    }

    [Fact]
    public async Task A_call_that_is_left_to_the_outer_says_so()
    {
        var policy = Policy(RetryNesting.OuterOnly);
        var ends = new List<RetryEnd>();

        await policy.TryExecuteAsync(
            async token =>
            {
                await Task.Yield();
                var inner = await policy.TryExecuteAsync(new Script(new IOException("x")).CallAsync, token);
                ends.Add(inner.End);
                return inner.GetValueOrThrow();
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Repeat(RetryEnd.LeftToOuter, 3), ends);
    }

    [Fact]
    public async Task When_the_outer_call_is_over_a_policy_retries_by_itself_again()
    {
        var policy = Policy(RetryNesting.OuterOnly);
        var (blocking, awaited) = (new Script(new IOException("x")), new Script(new IOException("x")));

        policy.Execute(_ => 1, TestContext.Current.CancellationToken);
        policy.TryExecute(blocking.Call, TestContext.Current.CancellationToken);
        await policy.ExecuteAsync(_ => ValueTask.FromResult(1), TestContext.Current.CancellationToken);
        await policy.TryExecuteAsync(awaited.CallAsync, TestContext.Current.CancellationToken);

        Assert.Equal((3, 3), (blocking.Calls, awaited.Calls));
    }

    [Fact]
    public void A_loop_inside_a_call_is_left_to_the_outer_too()
    {
        var policy = Policy(RetryNesting.OuterOnly);
        var calls = 0;

        Assert.Throws<IOException>(() => policy.Execute(token =>
        {
            foreach (var attempt in policy.Attempts(token))
            {
                try
                {
                    calls++;
                    throw new IOException("x");
                }
                catch (Exception error) when (attempt.Capture(error))
                {
                }
            }
        }));

        Assert.Equal(3, calls);
    }

    private static RetryPolicy Policy(RetryNesting nesting) => new(new() { MaxAttempts = 3, Wait = Wait.None, Nesting = nesting });
}
