using System.Diagnostics;
using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Diagnostics;

public class ActivityTests
{
    [Fact]
    public async Task Each_retry_is_an_event_on_the_callers_activity()
    {
        var policy = new RetryPolicy(new() { MaxAttempts = 2, Wait = Wait.Fixed(Seconds(1.5)), TimeProvider = new TestClock() }, "payments");
        using var activity = new Activity("call").Start();

        await policy.TryExecuteAsync(
            async token =>
            {
                using var inner = new Activity("attempt").Start();
                await Task.Yield();
                return new Script(new IOException("x")).Call(token);
            },
            TestContext.Current.CancellationToken);

        var happened = Assert.Single(activity.Events);
        Assert.Equal("retry", happened.Name);
        Assert.Equal([new("retry.policy", "payments"), new("retry.attempt", 1), new("retry.delay", 1.5), new("error.type", "System.IO.IOException")], happened.Tags);
    }

    [Fact]
    public async Task What_is_not_retried_leaves_no_event()
    {
        using var activity = new Activity("call").Start();

        await new RetryPolicy().ExecuteAsync(_ => ValueTask.FromResult(1), TestContext.Current.CancellationToken);

        Assert.Empty(activity.Events);
    }
}
