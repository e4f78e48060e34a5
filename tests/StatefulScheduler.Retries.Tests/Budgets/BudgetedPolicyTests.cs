namespace StatefulScheduler.Retries.Tests.Budgets;

public class BudgetedPolicyTests
{
    [Fact]
    public async Task A_call_whose_retry_is_refused_ends_with_what_it_got()
    {
        var script = new Script(new IOException("1"), new IOException("2"), new IOException("3"), 4);
        var policy = Policy(RetryBudget.Quota(capacity: 2, retryCost: 1, timeoutCost: 1));

        var outcome = await policy.TryExecuteAsync(script.CallAsync, TestContext.Current.CancellationToken);

        Assert.Equal((RetryEnd.BudgetExhausted, "3", 3), (outcome.End, outcome.Exception?.Message, script.Calls));
    }

    [Fact]
    public void First_attempts_are_made_though_the_budget_is_empty()
    {
        var policy = Policy(RetryBudget.Concurrency(maxRate: 0, minConcurrency: 0));

        Assert.Equal(7, policy.Execute(_ => 7, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Policies_that_share_a_budget_use_it_up_together()
    {
        var budget = RetryBudget.Quota(capacity: 3, retryCost: 1, timeoutCost: 1, successRefund: 0);
        var (one, other) = (new Script(new IOException("1")), new Script(new IOException("2")));

        Policy(budget).With(options => options.MaxAttempts = 3).TryExecute(one.Call, TestContext.Current.CancellationToken);
        var outcome = Policy(budget).TryExecute(other.Call, TestContext.Current.CancellationToken);

        Assert.Equal((3, 2, RetryEnd.BudgetExhausted), (one.Calls, other.Calls, outcome.End));
    }

    [Fact]
    public async Task Whatever_ends_a_call_is_told_to_the_budget_once()
    {
        var budget = new HearingBudget();
        using var cancelled = new CancellationTokenSource();
        Func<RetryPolicy, object?>[] calls =
        [
            policy => policy.TryExecute(new Script(1).Call),
            policy => policy.TryExecute(new Script(new IOException(), 1).Call),
            policy => policy.With(options => options.MaxAttempts = 2).TryExecute(new Script(new IOException()).Call),
            policy => policy.With(options => options.RetryIf = RetryIf.Never).TryExecute(new Script(new IOException()).Call),
            policy => policy.TryExecute(
                token =>
                {
                    cancelled.Cancel();
                    return new Script(new IOException()).Call(token);
                },
                cancelled.Token),
            policy => Record.Exception(() => policy.With(options => options.BeforeDelay = _ => throw new NotSupportedException()).Execute(new Script(new IOException()).Call)),
        ];

        foreach (var call in calls)
            call(Policy(budget));
        await Policy(budget).ExecuteAsync(new Script(new IOException(), 1).YieldAsync, TestContext.Current.CancellationToken);

        Assert.Equal(calls.Length + 1, budget.Started);
        Assert.Equal(
            [(RetryEnd.Succeeded, 0), (RetryEnd.Succeeded, 1), (RetryEnd.Stopped, 1), (RetryEnd.NotRetryable, 0), (RetryEnd.Cancelled, 0), (RetryEnd.NotRetryable, 1), (RetryEnd.Succeeded, 1)],
            budget.Ended.Select(call => (call.End, call.Retries)));
    }

    [Fact]
    public void The_budget_hears_which_attempt_failed_and_how()
    {
        var budget = new HearingBudget();
        var errors = new Exception[] { new IOException("1"), new TimeoutException("2") };

        Policy(budget).Execute(new Script(errors[0], errors[1], 1).Call, TestContext.Current.CancellationToken);

        Assert.Equal([new RetryRequest(2, errors[0]), new RetryRequest(3, errors[1])], budget.Requests);
        Assert.True(Assert.Single(budget.Ended).LastFollowedTimeout);
    }

    private static RetryPolicy Policy(RetryBudget budget) => new(new() { MaxAttempts = 10, Wait = Wait.None, SharedBudget = budget });

    private sealed class HearingBudget : RetryBudget
    {
        public override double Available => 1;

        public int Started { get; private set; }

        public List<RetryRequest> Requests { get; } = [];

        public List<RetriedCall> Ended { get; } = [];

        public override void OnStarted() => Started++;

        public override bool TryAcquire(in RetryRequest request)
        {
            Requests.Add(request);
            return true;
        }

        public override void OnEnded(in RetriedCall ended) => Ended.Add(ended);
    }
}
