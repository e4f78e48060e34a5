using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Execution;

public class ExecuteTests
{
    private readonly TestClock clock = new();

    // Every form of a call: each is to do the same.
    public static TheoryData<Form> Forms => [.. Enum.GetValues<Form>()];

    public enum Form
    {
        Blocking,
        BlockingState,
        BlockingVoid,
        BlockingVoidState,
        ValueTask,
        ValueTaskYield,
        ValueTaskState,
        ValueTaskVoid,
        ValueTaskVoidState,
        Task,
        TaskYield,
        TaskState,
        TaskVoid,
        TaskVoidState,
        Try,
        TryBlocking,
        Wrapped,
        WrappedTask,
        WrappedValueTask,
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task What_fails_in_passing_is_tried_again(Form form)
    {
        var script = new Script(new IOException("1"), new IOException("2"), 7);

        var result = await CallAsync(form, new(new() { Wait = Wait.Fixed(Second), TimeProvider = clock }), script);

        Assert.Equal((3, Seconds(2)), (script.Calls, clock.Passed));
        Assert.Equal(form.ToString().Contains("Void", StringComparison.Ordinal) ? null : 7, result);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task What_fails_for_good_comes_out_as_it_was_thrown(Form form)
    {
        var errors = new[] { new IOException("1"), new IOException("2"), new IOException("3"), new IOException("4") };
        var script = new Script([.. errors]);

        var error = await Assert.ThrowsAsync<IOException>(() => CallAsync(form, new(new() { Wait = Wait.Fixed(Second), TimeProvider = clock }), script));

        Assert.Same(errors[2], error);
        Assert.Equal((3, Seconds(2)), (script.Calls, clock.Passed));
        Assert.Contains("Script.Call", error.StackTrace);
        Assert.True(RetryStatistics.TryGet(error, out var statistics));
        Assert.Equal((3, Seconds(2)), (statistics.Attempts, statistics.IdleFor));
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task What_is_not_to_be_retried_comes_out_at_once(Form form)
    {
        var script = new Script(new IOException("1"), 7);

        var error = await Assert.ThrowsAsync<IOException>(() => CallAsync(form, new(new() { RetryIf = RetryIf.Exception<TimeoutException>(), TimeProvider = clock }), script));

        Assert.Equal(1, script.Calls);
        Assert.False(RetryStatistics.TryGet(error, out _));
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task A_disabled_policy_calls_once_and_asks_nobody(Form form)
    {
        var script = new Script(new TryAgainException(), 7);
        var asked = 0;
        var policy = new RetryPolicy(new() { Enabled = false, Before = _ => asked++, After = _ => asked++, RetryIf = RetryIf.When(_ => ++asked > 0), Fallback = _ => asked++ });

        await Assert.ThrowsAsync<TryAgainException>(() => CallAsync(form, policy, script));

        Assert.Equal((1, 0), (script.Calls, asked));
    }

    [Fact]
    public async Task Bad_results_are_tried_again_and_end_in_an_exception()
    {
        var policy = new RetryPolicy(new() { RetryIf = RetryIf.Result<object?>(result => result is null), Wait = Wait.Fixed(Second), TimeProvider = clock }, "poll");
        var (good, bad) = (new Script(null, null, 5), new Script([null]));

        Assert.Equal(5, await policy.ExecuteAsync(good.CallAsync));
        var error = await Assert.ThrowsAsync<RetryExhaustedException>(async () => await policy.ExecuteAsync(bad.YieldAsync));

        Assert.Equal((3, 3), (good.Calls, bad.Calls));
        Assert.Null(error.InnerException);
        Assert.Equal((RetryEnd.Stopped, null, "poll"), (error.End, error.LastResult, error.PolicyName));
        Assert.Equal("Retry policy 'poll' gave up after 3 attempts. The last returned null", error.Message);
        Assert.Equal(3, error.Statistics.Attempts);
    }

    [Fact]
    public async Task What_is_asked_for_with_TryAgain_is_done_whatever_the_condition_says()
    {
        var policy = new RetryPolicy(new() { RetryIf = RetryIf.Never, Wait = Wait.Fixed(Second), Stop = Stop.AfterAttempt(5), TimeProvider = clock });
        var (passing, lasting, caused) = (new Script(new TryAgainException(), new TryAgainException(), 1), new Script(new TryAgainException()), new Script(new TryAgainException(new IOException("why"))));

        Assert.Equal(1, await policy.ExecuteAsync(passing.CallAsync));
        await Assert.ThrowsAsync<TryAgainException>(async () => await policy.ExecuteAsync(lasting.CallAsync));
        Assert.Equal("why", (await Assert.ThrowsAsync<IOException>(async () => await policy.ExecuteAsync(caused.CallAsync))).Message);
        Assert.Equal((3, 5, 5), (passing.Calls, lasting.Calls, caused.Calls));
    }

    [Fact]
    public async Task The_outcome_tells_why_it_ended_and_what_it_took()
    {
        var policy = new RetryPolicy(new() { Wait = Wait.Fixed(Second), TimeProvider = clock });

        var good = await policy.TryExecuteAsync(new Script(new IOException(), 7).CallAsync);
        var bad = await policy.TryExecuteAsync(new Script(new IOException("no")).YieldAsync);
        var other = policy.With(options => options.RetryIf = RetryIf.Never).TryExecute(new Script(new IOException("no")).Call);
        var disabled = await RetryPolicy.None.TryExecuteAsync(new Script(new IOException("no")).CallAsync);

        Assert.Equal((true, RetryEnd.Succeeded, 7, new(2, Second, Second)), (good.Succeeded, good.End, good.Value, good.Statistics));
        Assert.Equal((false, RetryEnd.Stopped, null, new(3, Seconds(2), Seconds(2))), (bad.Succeeded, bad.End, bad.Value, bad.Statistics));
        Assert.IsType<IOException>(bad.Exception);
        Assert.Equal((RetryEnd.NotRetryable, new(1, TimeSpan.Zero, TimeSpan.Zero)), (other.End, other.Statistics));
        Assert.Equal((RetryEnd.Disabled, 1), (disabled.End, disabled.Statistics.Attempts));
        Assert.Equal("Stopped after 3 attempts (IOException: no)", bad.ToString());
        Assert.Throws<IOException>(() => bad.GetValueOrThrow());
    }

    [Fact]
    public void A_policy_is_copied_with_changes_and_keeps_its_own()
    {
        var options = new RetryOptions { MaxAttempts = 2, Wait = Wait.None };
        var policy = new RetryPolicy(options, "name");
        options.MaxAttempts = 9;
        var other = policy.With(changed => changed.MaxAttempts = 4);

        Assert.Equal((2, 4), (CallsOf(policy), CallsOf(other)));
        Assert.Equal("name", other.Name);

        static int CallsOf(RetryPolicy policy)
        {
            var script = new Script(new IOException());
            Assert.Throws<IOException>(() => policy.Execute(script.Call));
            return script.Calls;
        }
    }

    [Fact]
    public void Results_that_nobody_gets_are_disposed_of()
    {
        var results = Enumerable.Range(0, 3).Select(_ => new MemoryStream()).ToArray();
        var policy = new RetryPolicy(new() { RetryIf = RetryIf.Result<MemoryStream>(stream => stream != results[2]), Wait = Wait.None });

        var result = policy.Execute(new Script([.. results]).Call);

        Assert.Same(results[2], result);
        Assert.Equal([false, false, true], results.Select(stream => stream.CanRead));
    }

    [Fact]
    public async Task A_call_inside_itself_is_a_call_of_its_own()
    {
        var policy = new RetryPolicy(new() { Wait = Wait.None });
        var (inner, outer) = (0, 0);

        var error = await Record.ExceptionAsync(async () => await policy.ExecuteAsync(async token =>
        {
            outer++;
            await policy.ExecuteAsync<int>(_ =>
            {
                inner++;
                throw new IOException();
            }, token);
        }));

        Assert.IsType<IOException>(error);
        Assert.Equal((9, 3), (inner, outer));
    }

    [Fact]
    public async Task Many_calls_at_once_do_not_mix()
    {
        var policy = new RetryPolicy(new() { MaxAttempts = 50, Wait = Wait.Fixed(TimeSpan.FromTicks(1)), TimeProvider = clock });

        var calls = await Task.WhenAll(Enumerable.Range(1, 40).Select(async needed =>
        {
            var script = new Script([.. Enumerable.Repeat(new IOException(), needed - 1), needed]);
            return (needed, outcome: await policy.TryExecuteAsync(script.YieldAsync));
        }));

        Assert.All(calls, call => Assert.Equal((call.needed, call.needed), ((int)call.outcome.Value!, call.outcome.Statistics.Attempts)));
    }

    // How C# picks among the overloads; a wrong pick would not compile, or would return a task inside a task.
    [Fact]
    public async Task Each_shape_of_lambda_and_method_finds_its_overload()
    {
        var policy = RetryPolicy.Default;
        var (ofTask, ofValueTask) = (Task.FromResult(1), new ValueTask<int>(1));

        ValueTask<int> a = policy.ExecuteAsync(async _ => { await Task.Yield(); return 1; });
        ValueTask b = policy.ExecuteAsync(async _ => await Task.Yield());
        Task<int> c = policy.ExecuteAsync(_ => ofTask);
        ValueTask<int> d = policy.ExecuteAsync(_ => ofValueTask);
        Task<int> e = policy.ExecuteAsync(MethodOfTask);
        ValueTask<int> f = policy.ExecuteAsync(MethodOfValueTask);
        Task g = policy.ExecuteAsync(_ => Task.CompletedTask);
        ValueTask<int> h = policy.ExecuteAsync(5, static (state, _) => new ValueTask<int>(state));
        Task<int> i = policy.ExecuteAsync(5, static (state, _) => Task.FromResult(state));
        ValueTask j = policy.ExecuteAsync(5, static (_, _) => ValueTask.CompletedTask);
        Task k = policy.ExecuteAsync(5, static (_, _) => Task.CompletedTask);
        int l = policy.Execute(_ => 1);
        policy.Execute(_ => { });
        policy.Execute(5, static (_, _) => { });
        Func<int, CancellationToken, Task<int>> m = policy.WrapAsync<int, int>(MethodWithArgument);
        Func<CancellationToken, Task<int>> n = policy.WrapAsync<int>(MethodOfTask);
        Func<string, int, CancellationToken, string> o = policy.Wrap<string, int, string>((text, count, _) => text + count);

        await Task.WhenAll(a.AsTask(), b.AsTask(), c, d.AsTask(), e, f.AsTask(), g, h.AsTask(), i, j.AsTask(), k);
        Assert.Equal((1, 6, 1, "x3"), (l, await m(5, default), await n(default), o("x", 3, default)));

        static Task<int> MethodOfTask(CancellationToken cancellationToken) => Task.FromResult(1);
        static ValueTask<int> MethodOfValueTask(CancellationToken cancellationToken) => new(1);
        static Task<int> MethodWithArgument(int number, CancellationToken cancellationToken) => Task.FromResult(number + 1);
    }

    [Fact]
    public async Task A_task_that_is_done_is_handed_on_as_it_is()
    {
        var task = Task.FromResult(new object());

        Assert.Same(task, RetryPolicy.Default.ExecuteAsync(_ => task));
        Assert.Same(task, new RetryPolicy(new() { RetryIf = RetryIf.Result<object>(_ => false) }).ExecuteAsync(_ => task));
        await task;
    }

    internal static async Task<object?> CallAsync(Form form, RetryPolicy policy, Script script, CancellationToken cancellationToken = default)
    {
        switch (form)
        {
            case Form.Blocking:
                return policy.Execute(script.Call, cancellationToken);
            case Form.BlockingState:
                return policy.Execute(script, static (state, token) => state.Call(token), cancellationToken);
            case Form.BlockingVoid:
                policy.Execute(token => { script.Call(token); }, cancellationToken);
                return null;
            case Form.BlockingVoidState:
                policy.Execute(script, static (state, token) => { state.Call(token); }, cancellationToken);
                return null;
            case Form.ValueTask:
                return await policy.ExecuteAsync(script.CallAsync, cancellationToken);
            case Form.ValueTaskYield:
                return await policy.ExecuteAsync(script.YieldAsync, cancellationToken);
            case Form.ValueTaskState:
                return await policy.ExecuteAsync(script, static (state, token) => state.CallAsync(token), cancellationToken);
            case Form.ValueTaskVoid:
                await policy.ExecuteAsync(async token => { await script.YieldAsync(token); }, cancellationToken);
                return null;
            case Form.ValueTaskVoidState:
                await policy.ExecuteAsync(script, static async (state, token) => { await state.CallAsync(token); }, cancellationToken);
                return null;
            case Form.Task:
                return await policy.ExecuteAsync(token => script.CallAsync(token).AsTask(), cancellationToken);
            case Form.TaskYield:
                return await policy.ExecuteAsync(token => script.YieldAsync(token).AsTask(), cancellationToken);
            case Form.TaskState:
                return await policy.ExecuteAsync(script, static (state, token) => state.YieldAsync(token).AsTask(), cancellationToken);
            case Form.TaskVoid:
                await policy.ExecuteAsync(token => (Task)script.YieldAsync(token).AsTask(), cancellationToken);
                return null;
            case Form.TaskVoidState:
                await policy.ExecuteAsync(script, static (state, token) => (Task)state.CallAsync(token).AsTask(), cancellationToken);
                return null;
            case Form.Try:
                return (await policy.TryExecuteAsync(script, static (state, token) => state.YieldAsync(token), cancellationToken)).GetValueOrThrow();
            case Form.TryBlocking:
                return policy.TryExecute(script.Call, cancellationToken).GetValueOrThrow();
            case Form.Wrapped:
                return policy.Wrap(script.Call)(cancellationToken);
            case Form.WrappedTask:
                return await policy.WrapAsync((Script state, CancellationToken token) => state.YieldAsync(token).AsTask())(script, cancellationToken);
            default:
                return await policy.WrapAsync((CancellationToken token) => script.YieldAsync(token))(cancellationToken);
        }
    }
}
