namespace StatefulScheduler.Retries.Tests.Execution;

public class GiveUpTests
{
    private static readonly IOException Error = new("no");

    [Fact]
    public void Wrapping_tells_what_it_took_and_gives_the_exception_back()
    {
        var policy = new RetryPolicy(new() { OnGiveUp = GiveUpBehavior.Wrap, Wait = Wait.None });

        var error = Assert.Throws<RetryExhaustedException>(() => policy.Execute(new Script(Error).Call));

        Assert.Same(Error, error.InnerException);
        Assert.Equal((RetryEnd.Stopped, 3), (error.End, error.Statistics.Attempts));
        Assert.Equal("A retry policy gave up after 3 attempts. The last threw IOException: no", error.Message);
        Assert.Same(Error, Assert.Throws<IOException>(error.Rethrow));
        var ofResult = new RetryExhaustedException(RetryEnd.Stopped, default, lastResult: 1);
        Assert.Same(ofResult, Assert.Throws<RetryExhaustedException>(ofResult.Rethrow));
    }

    [Fact]
    public void What_is_not_retryable_is_not_wrapped()
    {
        var policy = new RetryPolicy(new() { OnGiveUp = GiveUpBehavior.Wrap, RetryIf = RetryIf.Never });

        Assert.Same(Error, Assert.Throws<IOException>(() => policy.Execute(new Script(Error).Call)));
    }

    [Fact]
    public void An_exception_of_ones_own_is_thrown_unless_rethrowing_is_asked_for()
    {
        RetryOptions options = new() { CreateException = state => new NotSupportedException($"after {state.AttemptNumber}", state.Exception), Wait = Wait.None };

        Assert.Equal("after 3", Assert.Throws<NotSupportedException>(() => new RetryPolicy(options).Execute(new Script(Error).Call)).Message);
        options.OnGiveUp = GiveUpBehavior.Rethrow;
        Assert.Throws<IOException>(() => new RetryPolicy(options).Execute(new Script(Error).Call));
        options.RetryIf = RetryIf.Always;
        Assert.Throws<NotSupportedException>(() => new RetryPolicy(options).Execute(new Script(5).Call));
    }

    [Fact]
    public async Task A_fallback_is_returned_whatever_else_is_said()
    {
        var policy = new RetryPolicy(new() { Fallback = state => state.AttemptNumber, OnGiveUp = GiveUpBehavior.Wrap, Wait = Wait.None });

        Assert.Equal(3, policy.Execute<int>(_ => throw Error));
        Assert.Equal(3, await policy.ExecuteAsync(new Script(Error).YieldAsync));
        policy.Execute(_ => throw Error);
        await policy.ExecuteAsync(_ => ValueTask.FromException(Error));
        var outcome = policy.TryExecute<int>(_ => throw Error);
        Assert.Equal((false, RetryEnd.Stopped, 3, null), (outcome.Succeeded, outcome.End, outcome.Value, outcome.Exception));
    }

    [Fact]
    public void A_fallback_of_another_type_is_an_error_that_says_so()
    {
        var policy = new RetryPolicy(new() { Fallback = _ => "text", Wait = Wait.None });
        var nothing = new RetryPolicy(new() { Fallback = _ => null, Wait = Wait.None });

        Assert.Contains("returned text (String), but the call returns Int32", Assert.Throws<InvalidOperationException>(() => policy.Execute<int>(_ => throw Error)).Message);
        Assert.Throws<InvalidOperationException>(() => nothing.Execute<int>(_ => throw Error));
        Assert.Null(nothing.Execute<string?>(_ => throw Error));
        Assert.Null(nothing.Execute<int?>(_ => throw Error));
    }

    [Fact]
    public void A_wait_may_give_up_too()
    {
        var script = new Script(Error);
        var policy = new RetryPolicy(new() { Wait = Wait.From(state => state.AttemptNumber < 2 ? TimeSpan.Zero : Wait.GiveUp), Stop = Stop.Never });

        Assert.Equal(RetryEnd.Stopped, policy.TryExecute(script.Call).End);
        Assert.Equal(2, script.Calls);
    }

    [Fact]
    public void An_exception_that_is_thrown_twice_tells_of_its_last_call()
    {
        var policy = new RetryPolicy(new() { MaxAttempts = 2, Wait = Wait.None });
        for (var call = 0; call < 2; call++)
            Assert.Throws<IOException>(() => policy.Execute(new Script(Error).Call));

        Assert.True(RetryStatistics.TryGet(Error, out var statistics));
        Assert.Equal(2, statistics.Attempts);
    }
}
