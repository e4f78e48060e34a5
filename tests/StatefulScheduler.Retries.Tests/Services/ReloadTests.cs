using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace StatefulScheduler.Retries.Tests.Services;

public sealed class ReloadTests : IDisposable
{
    private readonly IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Payments:MaxAttempts", "3")]).Build();
    private readonly ServiceProvider provider;
    private readonly RetryPolicy policy;

    public ReloadTests()
    {
        provider = new ServiceCollection().AddRetry("payments").Configure<RetryOptions>("payments", configuration.GetSection("Payments")).BuildServiceProvider();
        policy = provider.GetRequiredKeyedService<RetryPolicy>("payments");
    }

    [Fact]
    public void A_policy_follows_its_configuration()
    {
        Reload("MaxAttempts", "5");

        Assert.Equal(4, policy.PreviewDelays(9).Count);
        Assert.Same(policy, provider.GetRequiredService<IRetryPolicyProvider>().GetPolicy("payments"));
    }

    [Theory]
    [InlineData("MaxAttempts", "0")]
    [InlineData("MaxAttempts", "many")]
    [InlineData("Budget", "nowhere")]
    public void New_options_that_cannot_be_used_change_nothing_and_do_not_end_the_listening(string option, string value)
    {
        Assert.Throws<AggregateException>(() => Reload(option, value)); // The options monitor tells whoever reloads.
        Assert.Equal(2, policy.PreviewDelays(9).Count);

        configuration["Payments:Budget"] = null;
        Reload("MaxAttempts", "5");

        Assert.Equal(4, policy.PreviewDelays(9).Count);
    }

    [Fact]
    public void A_call_under_way_goes_on_with_the_options_it_began_with()
    {
        Reload("Backoff", "None");
        var script = new Script(new IOException("x"));

        policy.TryExecute(
            token =>
            {
                Reload("MaxAttempts", "9");
                return script.Call(token);
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(3, script.Calls);
    }

    public void Dispose() => provider.Dispose();

    private void Reload(string option, string value)
    {
        configuration[$"Payments:{option}"] = value;
        configuration.Reload();
    }
}
