using Microsoft.Extensions.DependencyInjection;
using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Services;

public class AddRetryTests
{
    private readonly ServiceCollection services = new();

    [Fact]
    public void A_policy_is_a_keyed_service_and_the_same_that_the_provider_gives()
    {
        services.AddRetry("payments", options => options.MaxAttempts = 4);

        using var provider = services.BuildServiceProvider();
        var policy = provider.GetRequiredKeyedService<RetryPolicy>("payments");

        Assert.Equal("payments", policy.Name);
        Assert.Equal(3, policy.PreviewDelays(9).Count);
        Assert.Same(policy, provider.GetRequiredService<IRetryPolicyProvider>().GetPolicy("payments"));
    }

    [Fact]
    public void Calls_for_the_same_name_add_up()
    {
        services.AddRetry("payments", options => options.MaxAttempts = 4).AddRetry("payments", options => options.Wait = Wait.Fixed(Second)).AddRetry("mail");

        using var provider = services.BuildServiceProvider();
        var policy = provider.GetRequiredKeyedService<RetryPolicy>("payments");

        Assert.Equal(Enumerable.Repeat(new DelayRange(Second, Second), 3), policy.PreviewDelays(9));
        Assert.Single(provider.GetKeyedServices<RetryPolicy>("payments"));
        Assert.Equal(2, provider.GetRequiredKeyedService<RetryPolicy>("mail").PreviewDelays(9).Count);
    }

    [Fact]
    public void Options_may_be_set_with_the_help_of_other_services()
    {
        services.AddSingleton(new Script(5)).AddRetry("payments", (options, provider) => options.MaxAttempts = (int)provider.GetRequiredService<Script>().Call()!);

        using var provider = services.BuildServiceProvider();

        Assert.Equal(4, provider.GetRequiredKeyedService<RetryPolicy>("payments").PreviewDelays(9).Count);
    }

    [Fact]
    public void A_name_that_was_not_added_is_refused_with_those_that_were()
    {
        services.AddRetry("payments").AddRetry("mail");

        using var provider = services.BuildServiceProvider();
        var error = Assert.Throws<ArgumentException>("name", () => provider.GetRequiredService<IRetryPolicyProvider>().GetPolicy("orders"));

        Assert.Contains("no retry policy 'orders'; there are: 'payments', 'mail'", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_name_says_something(string nothing)
    {
        Assert.Throws<ArgumentException>("name", () => services.AddRetry(nothing));
        Assert.Throws<ArgumentException>("name", () => services.AddRetryBudget(nothing, _ => RetryBudget.Quota()));
    }

    [Fact]
    public void A_budget_is_found_by_its_name_and_shared()
    {
        services.AddRetryBudget("downstream", _ => RetryBudget.Quota(capacity: 1, retryCost: 1, timeoutCost: 1, successRefund: 0));
        foreach (var name in new[] { "payments", "mail" })
            services.AddRetry(name, options => (options.Budget, options.Wait) = ("downstream", Wait.None));
        using var provider = services.BuildServiceProvider();
        var (payments, mail) = (new Script(new IOException("1")), new Script(new IOException("2")));

        provider.GetRequiredKeyedService<RetryPolicy>("payments").TryExecute(payments.Call, TestContext.Current.CancellationToken);
        provider.GetRequiredKeyedService<RetryPolicy>("mail").TryExecute(mail.Call, TestContext.Current.CancellationToken);

        Assert.Equal((2, 1), (payments.Calls, mail.Calls));
        Assert.Equal(0, provider.GetRequiredKeyedService<RetryBudget>("downstream").Available);
    }

    [Fact]
    public async Task The_clock_is_the_registered_one()
    {
        var clock = new TestClock();
        services.AddSingleton<TimeProvider>(clock).AddRetry("payments", options => options.Wait = Wait.Fixed(TimeSpan.FromDays(1)));
        using var provider = services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<RetryPolicy>("payments").ExecuteAsync(new Script(new IOException("1"), 2).CallAsync, TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromDays(1), clock.Passed);
    }
}
