using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Execution;

public class HookTests
{
    private readonly List<string> told = [];
    private readonly TestClock clock = new();

    [Fact]
    public async Task Each_is_told_at_its_moment_and_the_delay_is_decided_before_the_stop()
    {
        await Policy().TryExecuteAsync(new Script(new IOException("no"), 7).CallAsync);

        Assert.Equal(
            ["before 1", "condition 1 no", "after 1 no", "wait 1", "stop 1 next 00:00:02", "delay 1 next 00:00:02 idle 00:00:02", "awaited 1", "before 2", "condition 2 7"],
            told);
    }

    [Fact]
    public async Task When_it_gives_up_the_last_delay_is_computed_but_not_slept()
    {
        await Policy().With(options => options.MaxAttempts = 1).TryExecuteAsync(new Script(new IOException("no")).CallAsync);

        Assert.Equal(["before 1", "condition 1 no", "after 1 no", "wait 1"], told);
        Assert.Empty(clock.Slept);
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    [InlineData("delay")]
    [InlineData("awaited")]
    [InlineData("wait")]
    [InlineData("stop")]
    [InlineData("condition")]
    public async Task What_one_throws_ends_the_call(string where)
    {
        foreach (var form in Enum.GetValues<ExecuteTests.Form>())
        {
            var script = new Script(new IOException());
            var budget = RetryBudget.Concurrency(0, 1);
            var policy = Policy(thrower: where).With(options => options.SharedBudget = budget);

            var error = await Assert.ThrowsAsync<NotSupportedException>(() => ExecuteTests.CallAsync(form, policy, script));

            Assert.Equal(where, error.Message);
            Assert.Equal(1, budget.Available); // Whatever was taken is given back.
        }
    }

    [Fact]
    public void A_state_shows_the_attempt_and_moves_on()
    {
        RetryState? kept = null;
        var policy = new RetryPolicy(new() { After = state => kept = state, Wait = Wait.Fixed(Second), TimeProvider = clock }, "poll");
        var number = 0;

        policy.Execute<int>(_ => ++number < 3 ? throw new IOException($"no {number}") : number);

        Assert.Equal("poll", kept!.PolicyName);
        Assert.Equal((2, Second), (kept.AttemptNumber, kept.Elapsed));
        Assert.Equal("attempt #2; slept for 1 s; last result: failed (IOException: no 2)", kept.ToString());
    }

    [Fact]
    public void A_state_shows_the_result_as_it_is_or_as_a_type()
    {
        var state = Returned(42);

        Assert.True(state.TryGetResult<int>(out var number));
        Assert.False(state.TryGetResult<string>(out _));
        Assert.False(Returned(null).TryGetResult<string>(out _));
        Assert.Equal((42, false), (number, state.Failed));
        Assert.Throws<ArgumentOutOfRangeException>(() => Attempt(0));
    }

    private RetryPolicy Policy(string? thrower = null)
    {
        return new(new()
        {
            Before = state => Tell("before", $"before {state.AttemptNumber}"),
            RetryIf = RetryIf.When(state =>
            {
                Tell("condition", $"condition {state.AttemptNumber} {state.Exception?.Message ?? state.Result}");
                return state.Failed;
            }),
            After = state => Tell("after", $"after {state.AttemptNumber} {state.Exception?.Message}"),
            Wait = Wait.From(state =>
            {
                Tell("wait", $"wait {state.AttemptNumber}");
                return Seconds(2);
            }),
            Stop = Stop.When(state =>
            {
                Tell("stop", $"stop {state.AttemptNumber} next {state.NextDelay}");
                return false;
            }),
            BeforeDelay = state => Tell("delay", $"delay {state.AttemptNumber} next {state.NextDelay} idle {state.IdleFor}"),
            BeforeDelayAsync = async (state, _) =>
            {
                await Task.Yield();
                Tell("awaited", $"awaited {state.AttemptNumber}");
            },
            TimeProvider = clock,
        });

        void Tell(string who, string what)
        {
            told.Add(what);
            if (who == thrower)
                throw new NotSupportedException(who);
        }
    }
}
