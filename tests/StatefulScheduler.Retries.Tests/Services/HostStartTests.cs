using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Services;

// What cannot be used is refused when the host starts, by the option's name, its value and the rule.
public class HostStartTests
{
    private static readonly TimeSpan Negative = Seconds(-1);

    public static TheoryData<string, Action<RetryOptions>, string> Invalid => new()
    {
        { "MaxAttempts", options => options.MaxAttempts = 0, "is 0, but must be 1 or more" },
        { "MaxAttempts", options => options.MaxAttempts = -3, "is -3, but must be 1 or more" },
        { "MaxDuration", options => options.MaxDuration = TimeSpan.Zero, "is 00:00:00, but must be more than zero" },
        { "MaxDuration", options => options.MaxDuration = Negative, "is -00:00:01, but must be more than zero" },
        { "AttemptTimeout", options => options.AttemptTimeout = TimeSpan.FromTicks(9999), "is 00:00:00.0009999, but must be 1 millisecond to 49 days" },
        { "AttemptTimeout", options => options.AttemptTimeout = TimeSpan.FromDays(50), "is 50.00:00:00, but must be 1 millisecond to 49 days" },
        { "AttemptTimeout", options => options.AttemptTimeout = Timeout.InfiniteTimeSpan, "is -00:00:00.0010000, but must be 1 millisecond to 49 days" },
        { "Delay", options => options.Delay = Negative, "is -00:00:01, but must be zero or more" },
        { "MaxDelay", options => options.MaxDelay = Negative, "is -00:00:01, but must be zero or more" },
        { "MaxDelay", options => (options.Delay, options.MaxDelay) = (Seconds(2), Second), "is 00:00:01, but must be at least Delay (00:00:02)" },
        { "MaxRetryAfter", options => options.MaxRetryAfter = Negative, "is -00:00:01, but must be zero or more" },
        { "Wait", options => (options.Wait, options.Delay, options.Backoff) = (Wait.None, Second, BackoffKind.Fixed), "is 'no wait' and takes the place of Backoff, Delay, which is set too" },
        { "Backoff", options => options.Backoff = (BackoffKind)99, "is 99, but must be one of None, Fixed" },
        { "OnGiveUp", options => options.OnGiveUp = (GiveUpBehavior)99, "is 99, but must be Rethrow or Wrap" },
        { "Nesting", options => options.Nesting = (RetryNesting)99, "is 99, but must be Multiply or OuterOnly" },
        { "Budget", options => options.Budget = " ", "is ' ', but must be the name of a budget" },
        { "Budget", options => options.Budget = "nowhere", "is 'nowhere', but no budget of that name was added: call AddRetryBudget(\"nowhere\"" },
        { "Budget", options => (options.Budget, options.SharedBudget) = ("known", RetryBudget.Quota()), "is 'known', but SharedBudget is set too" },
    };

    public static TheoryData<string, string, Action> InvalidParts => new()
    {
        { "strategies", "A chain of 0 waits", () => Wait.Chain() },
        { "factor", "NaN", () => Wait.Exponential(Second, factor: double.NaN) },
        { "factor", "must be a finite number above 0", () => Wait.RandomExponential(Second, factor: double.PositiveInfinity) },
        { "factor", "must be a finite number above 0", () => Wait.EqualJitter(Second, factor: 0) },
        { "maxRate", "NaN", () => RetryBudget.Concurrency(double.NaN) },
        { "attempts", "'1'", () => Stop.AfterAttempt(0) },
        { "limit", "-00:00:01", () => Stop.AfterDelay(Negative) },
        { "delay", "-00:00:01", () => Wait.Fixed(Negative) },
    };

    [Theory, MemberData(nameof(Invalid), DisableDiscoveryEnumeration = true)]
    public async Task Options_that_cannot_be_used_stop_the_host(string option, Action<RetryOptions> change, string problem)
    {
        using var host = HostWith(services => services.AddRetry("payments", change).AddRetryBudget("known", _ => RetryBudget.Quota()));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal("payments", error.OptionsName);
        Assert.StartsWith($"Property {option}: {problem}", Assert.Single(error.Failures));
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        using var host = HostWith(services => services.AddRetry("payments", options => (options.MaxAttempts, options.Delay, options.MaxDuration) = (0, Negative, Negative)));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(["MaxAttempts", "MaxDuration", "Delay"], error.Failures.Select(failure => failure.Split(':')[0]["Property ".Length..]));
    }

    [Theory, MemberData(nameof(InvalidParts), DisableDiscoveryEnumeration = true)]
    public async Task A_strategy_that_cannot_be_made_stops_the_host_too(string parameter, string problem, Action make)
    {
        using var host = HostWith(services => services.AddRetry("payments", _ => make()));

        var error = await Assert.ThrowsAnyAsync<ArgumentException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(parameter, error.ParamName);
        Assert.Contains(problem, error.Message);
    }

    [Theory]
    [InlineData("MaxAttempts", "many")]
    [InlineData("Delay", "soon")]
    [InlineData("Backoff", "Quadratic")]
    [InlineData("Enabled", "perhaps")]
    public async Task Configuration_that_does_not_bind_stops_the_host(string option, string value)
    {
        using var host = HostWith(services => services.AddRetry("payments").Configure<RetryOptions>("payments", Section(option, value)));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains($"'{value}' at 'Payments:{option}'", error.Message);
    }

    [Fact]
    public async Task A_policy_without_fault_starts_with_what_is_configured()
    {
        using var host = HostWith(services => services
            .AddRetry("payments", options => options.Budget = "known")
            .Configure<RetryOptions>("payments", Section("MaxAttempts", "7"))
            .AddRetryBudget("known", _ => RetryBudget.Quota()));

        await host.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(6, host.Services.GetRequiredKeyedService<RetryPolicy>("payments").PreviewDelays(9).Count);
    }

    private static IConfiguration Section(string option, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([new($"Payments:{option}", value)]).Build().GetSection("Payments");

    private static IHost HostWith(Action<IServiceCollection> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        add(builder.Services);
        return builder.Build();
    }
}
